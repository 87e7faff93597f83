<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>FarmlandRedline</name>
        <message>
            <source>'county', 'township' or 'village'</source>
            <translation>'county'（县）、'township'（乡镇）或 'village'（村）</translation>
        </message>
        <message>
            <source>(measure {number} of the notice)</source>
            <translation>（通知举措{number}）</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>... and {count} more.</source>
            <translation>……另有 {count} 处。</translation>
        </message>
        <message>
            <source>0: all, notes too</source>
            <translation>0：全部（含提示）</translation>
        </message>
        <message>
            <source>1 Prepare</source>
            <translation>1 准备</translation>
        </message>
        <message>
            <source>1 mu is 2000/3 m².</source>
            <translation>1亩＝2000/3平方米。</translation>
        </message>
        <message>
            <source>1 or 2</source>
            <translation>1 或 2</translation>
        </message>
        <message>
            <source>10,000 mu</source>
            <translation>万亩</translation>
        </message>
        <message>
            <source>1: to verify and above</source>
            <translation>1：须核实及以上</translation>
        </message>
        <message>
            <source>2 Analyse</source>
            <translation>2 分析</translation>
        </message>
        <message>
            <source>2: forbidden agricultural use and above</source>
            <translation>2：禁止的农业占用及以上</translation>
        </message>
        <message>
            <source>3 Report</source>
            <translation>3 成果</translation>
        </message>
        <message>
            <source>3: forbidden non-agricultural use</source>
            <translation>3：禁止的非农占用</translation>
        </message>
        <message>
            <source>3° zones</source>
            <translation>3度带</translation>
        </message>
        <message>
            <source>6° zones</source>
            <translation>6度带</translation>
        </message>
        <message>
            <source>; </source>
            <translation>；</translation>
        </message>
        <message>
            <source>A Dask scheduler is given, but the Python library distributed is missing. Install python3-distributed with apt, or distributed with pip; or leave “Dask scheduler” empty.</source>
            <translation>已填写 Dask 调度器，但缺少 Python 库 distributed。请用 apt 安装 python3-distributed，或用 pip 安装 distributed；也可将“Dask 调度器”留空。</translation>
        </message>
        <message>
            <source>A Word file with names in double braces where figures, tables and the map go, such as {{unit}}, {{holding_wan}}, {{table_conflicts}}, {{map}}. Without it the plugin's own is used, which stands in its folder resources/letters: copy and edit it. A name that is not known is told together with those that are.</source>
            <translation>Word 文件，在需要填入数字、表格和地图的位置写双花括号名称，如 {{unit}}、{{holding_wan}}、{{table_conflicts}}、{{map}}。不指定时使用插件自带模板（位于插件文件夹 resources/letters），可复制后修改。写错名称时会提示全部可用名称。</translation>
        </message>
        <message>
            <source>A case found illegal</source>
            <translation>认定违法</translation>
        </message>
        <message>
            <source>A column of the summary</source>
            <translation>汇总表的某个字段</translation>
        </message>
        <message>
            <source>A condition of the veto is met (to be decided by the assessment)</source>
            <translation>触及否决情形（待考核认定）</translation>
        </message>
        <message>
            <source>A copy of the shipped policy: save it under a name of your own.</source>
            <translation>插件自带政策文件的副本，请另取名字保存。</translation>
        </message>
        <message>
            <source>A county that is not named has none, or no data.</source>
            <translation>未列出的县（市、区）没有撂荒耕地或没有数据。</translation>
        </message>
        <message>
            <source>A decision on a finding whose shape has changed since counts as none: it needs a new look.</source>
            <translation>核查后图形又有变化的，原决定不计，须重新核查。</translation>
        </message>
        <message>
            <source>A drawn sheet was taken away or changed. Run again.</source>
            <translation>有已绘制的图幅被移走或更改。请重新运行。</translation>
        </message>
        <message>
            <source>A file of sheets for each township (township), village (village) or county (county).</source>
            <translation>每个乡镇（township）、村（village）或县（county）一个文件。</translation>
        </message>
        <message>
            <source>A folder for each township (township), county (county) or village (village).</source>
            <translation>每个乡镇（township）、县（county）或村（village）一个文件夹。</translation>
        </message>
        <message>
            <source>A form of the office's own: a copy of it is filled at its named cells and written as own_workbook.xlsx. Names: redline_&lt;code&gt;_&lt;column&gt; for a figure of a unit (columns of the layer summary, such as redline_360222_holding_mu), redline_&lt;table&gt; for the first cell of a table's rows (redline_targets, redline_gaps ...; a wrong name is told together with all known ones), redline_title, redline_policy, redline_date. Formats and formulas stay; charts and pictures are not carried over.</source>
            <translation>单位自有的表格：按单元格名称填写其副本，另存为 own_workbook.xlsx。名称：redline_&lt;代码&gt;_&lt;列名&gt; 为某行政区的数值（列名同 summary 图层，如 redline_360222_holding_mu）；redline_&lt;表名&gt; 为某表数据的首个单元格（redline_targets、redline_gaps 等；名称写错时会提示全部可用名称）；另有 redline_title、redline_policy、redline_date。格式和公式保留，图表和图片不保留。</translation>
        </message>
        <message>
            <source>A later word of the same person counts</source>
            <translation>以同一人最后一次填写为准</translation>
        </message>
        <message>
            <source>A layout template of your own. Copy one of resources/layouts in the plugin's folder, edit it in QGIS, and keep the ids of its items.</source>
            <translation>自己的布局模板。从插件目录的 resources/layouts 中复制一个，在 QGIS 中编辑，保留各项的 ID。</translation>
        </message>
        <message>
            <source>A lead</source>
            <translation>发现线索</translation>
        </message>
        <message>
            <source>A list to choose from: the nearest are paired first. Those without a partner stay listed.</source>
            <translation>清单供选择，按距离最近配对；未配对的仍列出。</translation>
        </message>
        <message>
            <source>A name for the box on the sheets; the box stays free, to be signed, if not given.</source>
            <translation>图上签署栏中的姓名；不填则留空，供签字。</translation>
        </message>
        <message>
            <source>A negative gap is a surplus; it owes nothing and is shown apart.</source>
            <translation>缺口为负表示结余，无恢复任务，单列。</translation>
        </message>
        <message>
            <source>A new file: one that is there already is never replaced, as somebody may have filled it in.</source>
            <translation>新文件；已有的同名文件不会被替换，以免覆盖已填写的内容。</translation>
        </message>
        <message>
            <source>A page to read, to print and to file; it loads nothing from elsewhere.</source>
            <translation>可阅读、打印、存档的网页，不从别处加载任何内容。</translation>
        </message>
        <message>
            <source>A parcel of class {code} is {width_m} m wide, more than a rural road may be.</source>
            <translation>地类 {code} 的图斑宽 {width_m} 米，超过农村道路的规定宽度。</translation>
        </message>
        <message>
            <source>A piece of a cut parcel whose parts all have a smaller mean width (twice the area by the perimeter).</source>
            <translation>被切割图斑的碎块，其各部分平均宽度（面积的两倍除以周长）均小于该值的，为碎屑。</translation>
        </message>
        <message>
            <source>A piece of a cut parcel whose parts are all smaller. Slivers are counted in sums, never as findings.</source>
            <translation>被切割图斑的碎块，其各部分面积均小于该值的，为碎屑。碎屑面积计入汇总，但不列为占用冲突或恢复潜力地块。</translation>
        </message>
        <message>
            <source>A second key warning</source>
            <translation>再次重点警示</translation>
        </message>
        <message>
            <source>A service that QGIS keeps, with its address and key; nothing is fetched before.</source>
            <translation>使用 QGIS 中保存的服务（地址和密钥由 QGIS 保管）；选择之前不联网。</translation>
        </message>
        <message>
            <source>A share that was given</source>
            <translation>指定的份额</translation>
        </message>
        <message>
            <source>A stopped run leaves its finished sheets in the hidden folder .redline_sheets, and the next one with the same inputs takes them from there. Otherwise it leaves nothing.</source>
            <translation>中断的运行把已画好的图幅留在隐藏文件夹 .redline_sheets 中，下一次以相同输入运行时直接取用；不选则不留任何文件。</translation>
        </message>
        <message>
            <source>A table of all answers, with those on which people differ and those that fit no finding.</source>
            <translation>全部回传记录的清单，含意见不一致的和与成果对不上的。</translation>
        </message>
        <message>
            <source>A text file to keep and to edit. An older one there stays whole until the new one is.</source>
            <translation>可保存、可修改的文本文件。已有同名文件在新文件写完之前保持完整。</translation>
        </message>
        <message>
            <source>A text file to keep, to hand on and to edit. An older one there stays whole until the new one is.</source>
            <translation>文本文件，可保存、分发和编辑。新文件完成之前，原有文件保持完整。</translation>
        </message>
        <message>
            <source>A unit has no code ({name}); it was left out.</source>
            <translation>行政区（{name}）没有代码，未予采用。</translation>
        </message>
        <message>
            <source>A word at the upper right, such as “draft” or a classification; none if not given.</source>
            <translation>图幅右上角的标注，如“草图”或密级；不填则没有。</translation>
        </message>
        <message>
            <source>A workbook (.xlsx) or CSV file with the headings of the template that “Write templates of tables” makes, a table of a GeoPackage, or a loaded layer: {table}. Of a whole workbook or GeoPackage the table of that name is read.</source>
            <translation>表头与“生成填报模板”一致的工作簿（.xlsx）或 CSV 文件、GeoPackage 中的表，或已加载的图层：{table}。给出整个工作簿或 GeoPackage 的，读取其中同名的表。</translation>
        </message>
        <message>
            <source>A worker cannot do what can be done here: {reason}. Look into its log.</source>
            <translation>工作节点未能完成本机可以完成的计算：{reason}。请查看该节点的日志。</translation>
        </message>
        <message>
            <source>Abandoned cultivated land</source>
            <translation>撂荒耕地清单（按村）</translation>
        </message>
        <message>
            <source>Abandoned cultivated land (measure 16), by village</source>
            <translation>撂荒耕地分村汇总（举措16）</translation>
        </message>
        <message>
            <source>Abandoned cultivated land (net)</source>
            <translation>撂荒耕地（净面积）</translation>
        </message>
        <message>
            <source>Abandoned cultivated land is brought back by measure 16; take it out of the candidates.</source>
            <translation>撂荒耕地按举措16恢复耕种；请从恢复潜力地块中剔除。</translation>
        </message>
        <message>
            <source>Abandoned cultivated land: {count} parcels, {area} mu (net).</source>
            <translation>撂荒耕地 {count} 个图斑，净面积 {area} 亩。</translation>
        </message>
        <message>
            <source>Abandoned land</source>
            <translation>撂荒耕地</translation>
        </message>
        <message>
            <source>Abandoned land by village</source>
            <translation>撂荒耕地分村汇总</translation>
        </message>
        <message>
            <source>Abandoned land list</source>
            <translation>撂荒耕地清单</translation>
        </message>
        <message>
            <source>Abandoned land was not looked for: the survey does not say what is planted.</source>
            <translation>调查成果没有种植属性，未判读撂荒耕地。</translation>
        </message>
        <message>
            <source>Accepted area not known</source>
            <translation>验收面积不明</translation>
        </message>
        <message>
            <source>Accepted areas are net, as is what they are compared with. Corrections are proposed, never booked.</source>
            <translation>验收面积和对比的面积均为净面积。更正仅为建议，不自动入账。</translation>
        </message>
        <message>
            <source>Accepted on</source>
            <translation>验收日期</translation>
        </message>
        <message>
            <source>Accepted projects of supplemented land: number (XMBH), day of acceptance (YSRQ), accepted net area (XZGDMJ, m²), paddy of it (XZSTMJ), end of the contract (HTDQ).</source>
            <translation>已验收的补充耕地项目：项目编号（XMBH）、验收日期（YSRQ）、新增耕地面积（XZGDMJ，净，平方米）、其中水田（XZSTMJ）、合同到期（HTDQ）。</translation>
        </message>
        <message>
            <source>Accepted, net</source>
            <translation>验收面积（净）</translation>
        </message>
        <message>
            <source>Accountability</source>
            <translation>追责问责</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>指标账户</translation>
        </message>
        <message>
            <source>Accounts of quota by county (measures 22, 38)</source>
            <translation>各县指标账户（举措22、38）</translation>
        </message>
        <message>
            <source>Across boundaries</source>
            <translation>界线调整</translation>
        </message>
        <message>
            <source>Actual</source>
            <translation>实际</translation>
        </message>
        <message>
            <source>Add a row</source>
            <translation>增加一行</translation>
        </message>
        <message>
            <source>Add a row for it to the table of rates, with 0 if it earns nothing.</source>
            <translation>请在补偿标准表中补充该项一行；不补偿的填 0。</translation>
        </message>
        <message>
            <source>Add a year of tasks …</source>
            <translation>增加一个任务年度…</translation>
        </message>
        <message>
            <source>Add it; if it has another name, give that in the parameter “Field mapping”.</source>
            <translation>请补充字段；如字段名不同，请在参数“字段对应”中指明。</translation>
        </message>
        <message>
            <source>Add photos …</source>
            <translation>添加照片…</translation>
        </message>
        <message>
            <source>Add the layer or field and run again, if the office has it.</source>
            <translation>如有该图层或字段，请补充后重新运行。</translation>
        </message>
        <message>
            <source>Add the row once more</source>
            <translation>复制本行</translation>
        </message>
        <message>
            <source>Add the unit, or correct the parcels' codes (ZLDWDM).</source>
            <translation>请补充行政区，或更正图斑的坐落单位代码（ZLDWDM）。</translation>
        </message>
        <message>
            <source>Adds the layers of the run's results to the project</source>
            <translation>把该次运行成果的图层加入工程</translation>
        </message>
        <message>
            <source>Adjoining cultivated land, net (m²)</source>
            <translation>相邻耕地净面积（平方米）</translation>
        </message>
        <message>
            <source>Adjoins PBF</source>
            <translation>与永久基本农田相邻</translation>
        </message>
        <message>
            <source>Adjust the parcels' areas, or correct the control area.</source>
            <translation>请对图斑面积平差，或更正控制面积。</translation>
        </message>
        <message>
            <source>Adjustable classes</source>
            <translation>可调整地类</translation>
        </message>
        <message>
            <source>Adjustment</source>
            <translation>调整</translation>
        </message>
        <message>
            <source>Adjustments</source>
            <translation>政策调整</translation>
        </message>
        <message>
            <source>Administrative units</source>
            <translation>行政区</translation>
        </message>
        <message>
            <source>Administrative units: columns with their code and name; digits of a code by level.</source>
            <translation>行政区：代码和名称所在字段；各级代码的位数。</translation>
        </message>
        <message>
            <source>Advanced parameters</source>
            <translation>高级参数</translation>
        </message>
        <message>
            <source>After</source>
            <translation>之后</translation>
        </message>
        <message>
            <source>After the review</source>
            <translation>核查后</translation>
        </message>
        <message>
            <source>After the review, occupation conflicts come to {count} parcels, gross area {area} mu ({parts}).</source>
            <translation>核查后，占用冲突 {count} 个图斑，毛面积 {area} 亩（{parts}）。</translation>
        </message>
        <message>
            <source>Agricultural facility</source>
            <translation>设施农业用地</translation>
        </message>
        <message>
            <source>Agricultural land</source>
            <translation>农用地</translation>
        </message>
        <message>
            <source>Agricultural use (controlled by measure 14)</source>
            <translation>农业占用（举措14管控）</translation>
        </message>
        <message>
            <source>Algorithm</source>
            <translation>处理算法</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>All but what the review has dismissed</source>
            <translation>不含核查不属实和已批准的</translation>
        </message>
        <message>
            <source>All conflicts of a county (county) or township (township), or a sheet for every conflict (conflict).</source>
            <translation>一个县（county）或一个乡镇（township）的全部冲突，或者每个冲突一张图（conflict）。</translation>
        </message>
        <message>
            <source>All counties</source>
            <translation>全部县（市、区）</translation>
        </message>
        <message>
            <source>All counties meet both targets.</source>
            <translation>各县（市、区）两项目标均已达标。</translation>
        </message>
        <message>
            <source>All eligible land, the chosen pieces first, with their sum.</source>
            <translation>全部可补划地块，选中的在前，并列累计面积。</translation>
        </message>
        <message>
            <source>All features</source>
            <translation>全部要素</translation>
        </message>
        <message>
            <source>All features, with joined or virtual fields</source>
            <translation>全部要素（含连接字段或虚拟字段）</translation>
        </message>
        <message>
            <source>All features, with unsaved edits</source>
            <translation>全部要素（含未保存的编辑）</translation>
        </message>
        <message>
            <source>All in one PDF</source>
            <translation>合成一个 PDF</translation>
        </message>
        <message>
            <source>All kinds</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>All kinds of land</source>
            <translation>全部地类</translation>
        </message>
        <message>
            <source>All new construction land of the year</source>
            <translation>当年全部新增建设用地</translation>
        </message>
        <message>
            <source>All of the unit</source>
            <translation>全区域合计</translation>
        </message>
        <message>
            <source>All other parcels, numbered of all</source>
            <translation>其余图斑（已注／共）</translation>
        </message>
        <message>
            <source>All projects</source>
            <translation>所有项目</translation>
        </message>
        <message>
            <source>All projects by county</source>
            <translation>各县项目合计</translation>
        </message>
        <message>
            <source>All projects by county; each place counts once</source>
            <translation>各县全部项目（同一地块只计一次）</translation>
        </message>
        <message>
            <source>All rows as a table: {file}</source>
            <translation>全部行见表格：{file}</translation>
        </message>
        <message>
            <source>All tools</source>
            <translation>全部工具</translation>
        </message>
        <message>
            <source>All units</source>
            <translation>全部单位</translation>
        </message>
        <message>
            <source>All units of the data</source>
            <translation>数据中的全部单位</translation>
        </message>
        <message>
            <source>All units shown</source>
            <translation>图上全部行政区</translation>
        </message>
        <message>
            <source>All years</source>
            <translation>全部年度</translation>
        </message>
        <message>
            <source>Allocate targets</source>
            <translation>目标分解</translation>
        </message>
        <message>
            <source>Allow approximate transformation</source>
            <translation>允许近似转换</translation>
        </message>
        <message>
            <source>Allow layers in systems from which PROJ knows no parameters to CGCS2000 (Xi'an 1980, Beijing 1954). Only for layers whose coordinates were converted already, or where 100 m do not matter.</source>
            <translation>允许使用 PROJ 没有到 CGCS2000 转换参数的坐标系（1980西安坐标系、1954北京坐标系）。仅用于坐标其实已经转换、只是坐标系标错的图层，或 100 米误差无关紧要的情形。</translation>
        </message>
        <message>
            <source>Allowed</source>
            <translation>可填内容</translation>
        </message>
        <message>
            <source>Also</source>
            <translation>同时涉及</translation>
        </message>
        <message>
            <source>Alternative</source>
            <translation>方案</translation>
        </message>
        <message>
            <source>Alternative “{site}” has no outline with an area.</source>
            <translation>方案“{site}”没有面积大于 0 的界线。</translation>
        </message>
        <message>
            <source>Among the cheapest</source>
            <translation>单位成本最低</translation>
        </message>
        <message>
            <source>Amount (yuan)</source>
            <translation>金额（元）</translation>
        </message>
        <message>
            <source>Amount chosen</source>
            <translation>已选补划</translation>
        </message>
        <message>
            <source>Amount needed</source>
            <translation>需求</translation>
        </message>
        <message>
            <source>Amount of all villages (yuan)</source>
            <translation>各村补偿金额合计（元）</translation>
        </message>
        <message>
            <source>An address that begins with tls:// needs the folder with {files}, in “Certificates of the Dask scheduler”.</source>
            <translation>以 tls:// 开头的地址需要在“Dask 调度器证书”中指定存有 {files} 的文件夹。</translation>
        </message>
        <message>
            <source>An atlas is a file for each sheet, not one for all.</source>
            <translation>图集每幅单独成一个文件，不合为一个。</translation>
        </message>
        <message>
            <source>An earlier policy; the shipped one, the Jingdezhen notice of 2024, if none is given.</source>
            <translation>较早的政策文件；不填则为插件自带的景德镇市2024年通知。</translation>
        </message>
        <message>
            <source>An error of the plugin, with details in QGIS's log panel “Farmland Redline”: {error}</source>
            <translation>插件出错，详情见 QGIS 日志面板“Farmland Redline”：{error}</translation>
        </message>
        <message>
            <source>An event that people enter</source>
            <translation>人工填写的事项</translation>
        </message>
        <message>
            <source>Annex 2 targets</source>
            <translation>附件2 目标对照</translation>
        </message>
        <message>
            <source>Annex 3 gap restoration</source>
            <translation>附件3 缺口恢复</translation>
        </message>
        <message>
            <source>Annexes: {text}</source>
            <translation>附件：{text}</translation>
        </message>
        <message>
            <source>Another program holds the results; the decision is written as soon as it lets go …</source>
            <translation>其他程序正占用成果文件；一旦释放，立即写入决定…</translation>
        </message>
        <message>
            <source>Another run is writing to “{target}”. Wait until it has ended, or choose another place. If there is none, on no computer, delete “{lock}” there.</source>
            <translation>另一次运行正在写入“{target}”。请等待其结束，或另选输出位置。如确认任何计算机上都没有正在进行的运行，请删除该处的“{lock}”。</translation>
        </message>
        <message>
            <source>Another service …</source>
            <translation>其他服务…</translation>
        </message>
        <message>
            <source>Another {area} mu would count only once confirmed.</source>
            <translation>另有待核实潜力 {area} 亩，经核实后方可计入。</translation>
        </message>
        <message>
            <source>Answered by no</source>
            <translation>回答为“否”</translation>
        </message>
        <message>
            <source>Any further area: {level}</source>
            <translation>再有任何新增即达{level}</translation>
        </message>
        <message>
            <source>Any number of further layers: ecological red line, urban boundary, forest boundary, survey 2, last year's survey, approvals, temporary land and others. What a layer is, is recognised by its name, or by its fields where the name says nothing; other layers are named in “Roles of zone layers” or in the office's profile.</source>
            <translation>任意多个其他图层：生态保护红线、城镇开发边界、林地管理边界、二调、上年度国土变更调查、用地批准、临时用地等。图层按名称识别，名称看不出时按字段识别；其他图层在“分区图层角色”或单位配置中指明。</translation>
        </message>
        <message>
            <source>Apart</source>
            <translation>单列</translation>
        </message>
        <message>
            <source>Applies</source>
            <translation>适用</translation>
        </message>
        <message>
            <source>Approved</source>
            <translation>已批准</translation>
        </message>
        <message>
            <source>Approved construction of the year used {used} mu, left {left} mu.</source>
            <translation>本年经批准的建设占用 {used} 亩，结余 {left} 亩。</translation>
        </message>
        <message>
            <source>Approved use</source>
            <translation>已批准</translation>
        </message>
        <message>
            <source>Aquaculture</source>
            <translation>水产养殖</translation>
        </message>
        <message>
            <source>Area</source>
            <translation>面积</translation>
        </message>
        <message>
            <source>Area (mu)</source>
            <translation>面积（亩）</translation>
        </message>
        <message>
            <source>Area (m²)</source>
            <translation>面积（平方米）</translation>
        </message>
        <message>
            <source>Area method</source>
            <translation>面积计算方法</translation>
        </message>
        <message>
            <source>Area of conflicts of severity 1 to 3 (m²)</source>
            <translation>严重程度1至3级的占用冲突面积（平方米）</translation>
        </message>
        <message>
            <source>Area of record</source>
            <translation>图斑面积</translation>
        </message>
        <message>
            <source>Area of record and geometry disagree</source>
            <translation>图斑面积与图形不符</translation>
        </message>
        <message>
            <source>Area of record missing</source>
            <translation>图斑面积缺失</translation>
        </message>
        <message>
            <source>Area of ridges miscalculated</source>
            <translation>扣除地类面积计算有误</translation>
        </message>
        <message>
            <source>Area of the outline</source>
            <translation>界线面积</translation>
        </message>
        <message>
            <source>Area of the polygon</source>
            <translation>储备区图斑面积</translation>
        </message>
        <message>
            <source>Area of the supplement's polygon</source>
            <translation>补充耕地图斑面积</translation>
        </message>
        <message>
            <source>Area registered as PBF, net (m²)</source>
            <translation>永久基本农田登记净面积（平方米）</translation>
        </message>
        <message>
            <source>Area stated by the surveyors</source>
            <translation>勘测定界面积</translation>
        </message>
        <message>
            <source>Area to the next level</source>
            <translation>距下一级的面积</translation>
        </message>
        <message>
            <source>Areas</source>
            <translation>面积</translation>
        </message>
        <message>
            <source>Areas against targets</source>
            <translation>面积与目标对照</translation>
        </message>
        <message>
            <source>Areas and places are right even so. For submission, project it to the county's Gauss-Krüger zone.</source>
            <translation>面积和位置的检查不受影响；上报前请投影到本县所在的高斯-克吕格投影带。</translation>
        </message>
        <message>
            <source>Areas are sums of the survey's areas of record; 1 mu is 2000/3 m².</source>
            <translation>面积为调查登记面积之和；1 亩 = 2000/3 平方米。</translation>
        </message>
        <message>
            <source>Areas in</source>
            <translation>面积单位</translation>
        </message>
        <message>
            <source>Areas in 10,000 mu:</source>
            <translation>面积单位：万亩</translation>
        </message>
        <message>
            <source>Areas in panels</source>
            <translation>面板中的面积单位</translation>
        </message>
        <message>
            <source>Areas in zones</source>
            <translation>区内面积</translation>
        </message>
        <message>
            <source>Areas of cultivated land and PBF against targets (targets), candidates by tier (candidates), the share of conflicts in permanent basic farmland by village or township (conflict_share), or the share of land that is free to restore (potential_share).</source>
            <translation>耕地和永久基本农田与目标对照（targets）；分级恢复潜力地块（candidates）；分村或乡镇的占用冲突占永久基本农田比例（conflict_share）；分村或乡镇可直接利用的恢复潜力占土地面积比例（potential_share）。</translation>
        </message>
        <message>
            <source>Arguments</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>As base class</source>
            <translation>按基本地类判断</translation>
        </message>
        <message>
            <source>As cultivated land</source>
            <translation>按耕地</translation>
        </message>
        <message>
            <source>As much in as out</source>
            <translation>转进不少于转出</translation>
        </message>
        <message>
            <source>As not planted</source>
            <translation>视为未种植</translation>
        </message>
        <message>
            <source>As planned</source>
            <translation>符合方案</translation>
        </message>
        <message>
            <source>As planted</source>
            <translation>视为种植</translation>
        </message>
        <message>
            <source>As the office profile says</source>
            <translation>按单位配置</translation>
        </message>
        <message>
            <source>As the policy says</source>
            <translation>按政策文件</translation>
        </message>
        <message>
            <source>As the policy says (policy: its options allocation_basis_...), or for all targets alike: cultivated land now, net (net_now), PBF as registered (pbf_registered), restoration potential (candidates), the free part of it (candidates_free), a column of the summary (column).</source>
            <translation>按政策文件（policy，选项 allocation_basis_...），或各项目标统一按：现状耕地净面积（net_now）、永久基本农田登记面积（pbf_registered）、恢复潜力（candidates）、其中可直接恢复的（candidates_free）、汇总表的某个字段（column）。</translation>
        </message>
        <message>
            <source>As the tool has it</source>
            <translation>由算法默认</translation>
        </message>
        <message>
            <source>Assess use of cultivated land</source>
            <translation>耕地利用评估</translation>
        </message>
        <message>
            <source>Assess warnings, veto and freeze</source>
            <translation>警示、否决和冻结判定</translation>
        </message>
        <message>
            <source>At a glance</source>
            <translation>主要结论</translation>
        </message>
        <message>
            <source>At least</source>
            <translation>不低于</translation>
        </message>
        <message>
            <source>At least the task</source>
            <translation>不低于任务</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>不高于</translation>
        </message>
        <message>
            <source>At most the task</source>
            <translation>不高于任务</translation>
        </message>
        <message>
            <source>At the rate of</source>
            <translation>所按标准</translation>
        </message>
        <message>
            <source>Atlas in one file</source>
            <translation>合为一个文件的图集</translation>
        </message>
        <message>
            <source>Atlas of occupation conflicts</source>
            <translation>占用冲突图集</translation>
        </message>
        <message>
            <source>Attribute</source>
            <translation>属性</translation>
        </message>
        <message>
            <source>Attribute does not fit the class</source>
            <translation>属性与地类不符</translation>
        </message>
        <message>
            <source>Attribute missing</source>
            <translation>属性缺失</translation>
        </message>
        <message>
            <source>Attribute not allowed on the class</source>
            <translation>地类不允许的属性</translation>
        </message>
        <message>
            <source>Attribute rules</source>
            <translation>属性规则</translation>
        </message>
        <message>
            <source>Attribute where there should be none</source>
            <translation>属性不应填写</translation>
        </message>
        <message>
            <source>Attributes</source>
            <translation>属性</translation>
        </message>
        <message>
            <source>Attributes of the finding</source>
            <translation>图斑属性</translation>
        </message>
        <message>
            <source>Available</source>
            <translation>可用</translation>
        </message>
        <message>
            <source>Available capacity (kg)</source>
            <translation>可用产能（公斤）</translation>
        </message>
        <message>
            <source>Available paddy</source>
            <translation>可用水田</translation>
        </message>
        <message>
            <source>Axes swapped</source>
            <translation>坐标轴颠倒</translation>
        </message>
        <message>
            <source>Balance not carried out</source>
            <translation>占补平衡未落实</translation>
        </message>
        <message>
            <source>Balance of cultivated land (net)</source>
            <translation>耕地收支（净面积）</translation>
        </message>
        <message>
            <source>Balance plan against the year</source>
            <translation>进出平衡方案对照</translation>
        </message>
        <message>
            <source>Balanced</source>
            <translation>平衡</translation>
        </message>
        <message>
            <source>Barred for now</source>
            <translation>暂缓</translation>
        </message>
        <message>
            <source>Barred for now, {tier}, net (m²)</source>
            <translation>暂缓，{tier}，净面积（平方米）</translation>
        </message>
        <message>
            <source>Base layer</source>
            <translation>底图</translation>
        </message>
        <message>
            <source>Base survey</source>
            <translation>基期调查</translation>
        </message>
        <message>
            <source>Base survey, since which restored land counts</source>
            <translation>基准调查（自此计算已恢复耕地）</translation>
        </message>
        <message>
            <source>Base year</source>
            <translation>基期年</translation>
        </message>
        <message>
            <source>Baseline</source>
            <translation>基期状况</translation>
        </message>
        <message>
            <source>Basis of the unit</source>
            <translation>分解依据数</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>之前</translation>
        </message>
        <message>
            <source>Before and after</source>
            <translation>前后对照</translation>
        </message>
        <message>
            <source>Before and now</source>
            <translation>前后对比</translation>
        </message>
        <message>
            <source>Before, less outflow, with inflow and adjustment, less what left and with what came over a boundary, is what is held now. Outflow is the net area of the earlier survey, inflow that of the later one.</source>
            <translation>前时点耕地－流出＋流入＋调整－界线调出＋界线调入＝现状耕地。流出按前时点净面积，流入按现状净面积。</translation>
        </message>
        <message>
            <source>Before: {old}. After: {new}.</source>
            <translation>之前：{old}；之后：{new}。</translation>
        </message>
        <message>
            <source>Begin with the shipped policy</source>
            <translation>从自带政策文件开始</translation>
        </message>
        <message>
            <source>Behind the one before by</source>
            <translation>排后依据</translation>
        </message>
        <message>
            <source>Beijing 1954</source>
            <translation>1954北京坐标系</translation>
        </message>
        <message>
            <source>Below the cultivated-land target: {units}.</source>
            <translation>耕地保有量未达标：{units}。</translation>
        </message>
        <message>
            <source>Below the least mapped area</source>
            <translation>小于最小上图面积</translation>
        </message>
        <message>
            <source>Below the limits</source>
            <translation>未超过限值</translation>
        </message>
        <message>
            <source>Below the permanent basic farmland target: {units}.</source>
            <translation>永久基本农田未达标：{units}。</translation>
        </message>
        <message>
            <source>Below the task</source>
            <translation>低于任务</translation>
        </message>
        <message>
            <source>Block id</source>
            <translation>片块编号</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>打捆片块</translation>
        </message>
        <message>
            <source>Blocks of candidates</source>
            <translation>恢复潜力地块打捆</translation>
        </message>
        <message>
            <source>Blocks of candidates in the restoration plan (measures 13, 20)</source>
            <translation>恢复计划中的恢复潜力地块片块（举措13、20）</translation>
        </message>
        <message>
            <source>Blocks of restoration candidates (measure 20)</source>
            <translation>恢复潜力地块打捆成片（举措20）</translation>
        </message>
        <message>
            <source>Blocks planned to be restored</source>
            <translation>计划恢复地块</translation>
        </message>
        <message>
            <source>Booked from</source>
            <translation>记录来源</translation>
        </message>
        <message>
            <source>Books opening, supply, use, sale and purchase of quota for the requisition-compensation balance, and says what each entry leaves, in quantity, paddy and capacity (measure 22).
Each county has an account of its own, and the city is their sum. Where the cases are given, quota of the size of cultivated land that was illegally taken by non-agricultural construction is frozen, released where the land is restored, and used where it is legalised (measure 38). An entry that leaves less than nothing stops the run and is named. Purchases with quota of one's own, sales before target and need are met, and others against measure 22 are marked. Supplied and bought are used, sold, frozen and available, to the last 0.01 m².</source>
            <translation>对占补平衡指标的期初、入库、核销、调出、调入记账，列出每笔之后数量、水田、产能的余额（举措22）。
按县分账，市级为各县合计。给出案件表的，按违法非农建设占用耕地冻结同等数量的指标，拆除复耕的解除，补办手续的转为核销（举措38）。记账后小于零的，运行停止并指出该笔。本县指标足够仍调入、未完成目标或本县需求未满足即调出等不符合举措22的，予以标记。入库、调入等于核销、调出、冻结、可用之和，到0.01平方米。</translation>
        </message>
        <message>
            <source>Both limits</source>
            <translation>同时达到两项</translation>
        </message>
        <message>
            <source>Both results are the same file, “{file}”.</source>
            <translation>两份成果是同一个文件“{file}”。</translation>
        </message>
        <message>
            <source>Bought</source>
            <translation>调入</translation>
        </message>
        <message>
            <source>Bought for a project below the province</source>
            <translation>为省级以下项目异地购买</translation>
        </message>
        <message>
            <source>Bought, level of the project not known</source>
            <translation>调入，项目级别不明</translation>
        </message>
        <message>
            <source>Boundaries</source>
            <translation>境界</translation>
        </message>
        <message>
            <source>Boundaries closer than this count as the same. Parcels close exactly whatever the tolerance.</source>
            <translation>间距小于容差的界线视为重合。无论容差大小，图斑面积均严格闭合。</translation>
        </message>
        <message>
            <source>Boundaries of the units</source>
            <translation>行政区界线</translation>
        </message>
        <message>
            <source>Boundaries, roads and waters</source>
            <translation>境界、道路与水系</translation>
        </message>
        <message>
            <source>Boundary of the unit</source>
            <translation>行政区界线</translation>
        </message>
        <message>
            <source>Boundary points in the exchange format (.txt; plots, rings and holes) and drawings (.dxf; closed polylines), one file an alternative. The form of the text files stands in resources/sites.</source>
            <translation>交换格式的界址点（.txt，支持多地块、多圈和内洞）和图纸（.dxf，闭合多段线），每个文件一个方案。文本文件的写法见 resources/sites。</translation>
        </message>
        <message>
            <source>Bounds of severity</source>
            <translation>严重程度上下限</translation>
        </message>
        <message>
            <source>Breaks each county's targets down to townships and villages, so that they add up exactly (measure 3).
Cultivated land goes by the net area now, permanent basic farmland by what is registered, gap and yearly task by the restoration potential, or by what you choose. Shares are whole mu by largest remainder, of equal remainders the smaller code first. Shares that are settled, and least shares, come from a table; what is left is divided by the basis. The rows of city and counties stay as issued, even where they do not add up; a negative gap is a surplus and is not divided.</source>
            <translation>把每个县的目标分解到乡镇（街道）和村，合计严格相等（举措3）。
耕地保护目标按现状耕地净面积、永久基本农田任务按登记面积、缺口和年度任务按恢复潜力分解，也可另选依据。份额按最大余数法取整到亩，余数相等的代码小的优先。已确定的份额和最低份额由填报表给出，其余按依据分解。市、县行保持下达数，即使两者不相加；缺口为负是结余，不分解。</translation>
        </message>
        <message>
            <source>Breaks the plough layer</source>
            <translation>破坏耕作层</translation>
        </message>
        <message>
            <source>Built before the earlier survey</source>
            <translation>前一次调查时已建成</translation>
        </message>
        <message>
            <source>Bundle restoration candidates</source>
            <translation>恢复潜力地块打捆</translation>
        </message>
        <message>
            <source>By county</source>
            <translation>按县判定</translation>
        </message>
        <message>
            <source>By county, township and village, the largest first.</source>
            <translation>按县、乡、村排列，面积大的在前。</translation>
        </message>
        <message>
            <source>By hand</source>
            <translation>人工填写</translation>
        </message>
        <message>
            <source>By restorability, net area</source>
            <translation>按恢复难易分级，净面积</translation>
        </message>
        <message>
            <source>By the survey on {day}, rules: {policy}. Areas of record; what was not given is not judged.</source>
            <translation>调查时点 {day}，规则：{policy}。面积为图斑面积份额；未提供的资料不作判断。</translation>
        </message>
        <message>
            <source>By the table of cases {unit} is not warned, touches no veto and has no frozen quota.</source>
            <translation>按案件表，{unit}无警示、未触及否决情形、无冻结指标。</translation>
        </message>
        <message>
            <source>By tier, the largest first.</source>
            <translation>按恢复难易排列，同级面积大者在前。</translation>
        </message>
        <message>
            <source>By what was decided on a finding so far (undecided: nothing yet).</source>
            <translation>按目前的核查决定筛选（undecided：尚无决定）。</translation>
        </message>
        <message>
            <source>CGCS2000</source>
            <translation>CGCS2000</translation>
        </message>
        <message>
            <source>Came in</source>
            <translation>实际转进</translation>
        </message>
        <message>
            <source>Came over the boundary</source>
            <translation>界线调入</translation>
        </message>
        <message>
            <source>Can be restored</source>
            <translation>可否恢复</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Cancelled; no output was written.</source>
            <translation>已取消，未写入任何成果。</translation>
        </message>
        <message>
            <source>Candidate given twice</source>
            <translation>恢复潜力地块重复</translation>
        </message>
        <message>
            <source>Candidate id</source>
            <translation>潜力地块编号</translation>
        </message>
        <message>
            <source>Candidate rules</source>
            <translation>潜力地块规则</translation>
        </message>
        <message>
            <source>Candidate without a place</source>
            <translation>恢复潜力地块没有图形</translation>
        </message>
        <message>
            <source>Candidates</source>
            <translation>潜力地块</translation>
        </message>
        <message>
            <source>Candidates are potential, not restored land: they never lessen the gap before the survey records them.</source>
            <translation>潜力地块不等于已恢复耕地，经变更调查认定为耕地后方可抵减缺口。</translation>
        </message>
        <message>
            <source>Candidates at once</source>
            <translation>即可恢复潜力</translation>
        </message>
        <message>
            <source>Candidates that are none, or stand twice.</source>
            <translation>不应列为恢复潜力的地块，以及重复的恢复潜力地块。</translation>
        </message>
        <message>
            <source>Candidates with their block</source>
            <translation>恢复潜力地块及所属片块</translation>
        </message>
        <message>
            <source>Candidates with works</source>
            <translation>工程恢复潜力</translation>
        </message>
        <message>
            <source>Cannot write in the folder “{folder}”: {reason}. Choose another folder, or ask for the right.</source>
            <translation>无法写入文件夹“{folder}”：{reason}。请另选文件夹，或申请写入权限。</translation>
        </message>
        <message>
            <source>Capacity (kg)</source>
            <translation>产能（公斤）</translation>
        </message>
        <message>
            <source>Capacity (kg): {what}</source>
            <translation>产能（公斤）：{what}</translation>
        </message>
        <message>
            <source>Carried over from the year before (mu)</source>
            <translation>上年结转（亩）</translation>
        </message>
        <message>
            <source>Carried over from the year before: {area} mu more.</source>
            <translation>另有上年结转任务 {area} 亩。</translation>
        </message>
        <message>
            <source>Case</source>
            <translation>案件</translation>
        </message>
        <message>
            <source>Case number</source>
            <translation>案件编号</translation>
        </message>
        <message>
            <source>Case table</source>
            <translation>案件表</translation>
        </message>
        <message>
            <source>Case table of the office</source>
            <translation>本单位案件表</translation>
        </message>
        <message>
            <source>Case {case}: {status}, found on {date}.</source>
            <translation>案件{case}：{status}，{date}发现。</translation>
        </message>
        <message>
            <source>Cases</source>
            <translation>案件</translation>
        </message>
        <message>
            <source>Cases in the table</source>
            <translation>表中案件数</translation>
        </message>
        <message>
            <source>Cases of the period</source>
            <translation>本期案件</translation>
        </message>
        <message>
            <source>Cases of the period by county and kind (measures 32, 37)</source>
            <translation>本期案件，按县和类型（举措32、37）</translation>
        </message>
        <message>
            <source>Cases of {unit}, {period}: {before} open before + {new} new - {closed} closed = {after} open after ({area} mu of cultivated land).</source>
            <translation>{unit}{period}案件：期初未结 {before} 宗＋新增 {new} 宗－结案 {closed} 宗＝期末未结 {after} 宗（耕地 {area} 亩）。</translation>
        </message>
        <message>
            <source>Cases open after the period</source>
            <translation>期末未结案件数</translation>
        </message>
        <message>
            <source>Cases that freeze</source>
            <translation>冻结涉及案件数</translation>
        </message>
        <message>
            <source>Cases whose PBF is not known</source>
            <translation>永久基本农田面积不明的案件数</translation>
        </message>
        <message>
            <source>Cases: {count}, to be decided: {open}</source>
            <translation>案件 {count} 件，待核 {open} 件</translation>
        </message>
        <message>
            <source>Cause</source>
            <translation>去向</translation>
        </message>
        <message>
            <source>Causes of changes</source>
            <translation>变化去向</translation>
        </message>
        <message>
            <source>Ceiling by compensation</source>
            <translation>以补定占上限</translation>
        </message>
        <message>
            <source>Ceiling by compensation by unit (measure 18)</source>
            <translation>各行政区以补定占上限（举措18）</translation>
        </message>
        <message>
            <source>Ceiling of next year</source>
            <translation>下一年占用上限</translation>
        </message>
        <message>
            <source>Ceilings</source>
            <translation>以补定占</translation>
        </message>
        <message>
            <source>Certificates are given, but the scheduler's address does not begin with tls://: nothing would be encrypted.</source>
            <translation>已指定证书，但调度器地址不以 tls:// 开头，连接不会加密。</translation>
        </message>
        <message>
            <source>Certificates of the Dask scheduler</source>
            <translation>Dask 调度器证书</translation>
        </message>
        <message>
            <source>Certificates of the Dask scheduler: “{file}” cannot be read ({reason}). The folder must hold {files}.</source>
            <translation>Dask 调度器证书：无法读取“{file}”（{reason}）。文件夹中须有 {files}。</translation>
        </message>
        <message>
            <source>Change id</source>
            <translation>变化编号</translation>
        </message>
        <message>
            <source>Change the field's type: codes kept as numbers lose zeros, numbers kept as text may be no numbers.</source>
            <translation>请更改字段类型：代码存为数值会丢失前导零，数值存为文本可能混入非数字。</translation>
        </message>
        <message>
            <source>Change: PBF</source>
            <translation>永久基本农田变化</translation>
        </message>
        <message>
            <source>Change: conflicts</source>
            <translation>冲突变化</translation>
        </message>
        <message>
            <source>Change: free potential</source>
            <translation>可直接恢复变化</translation>
        </message>
        <message>
            <source>Change: holding</source>
            <translation>耕地保有量变化</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>已修改</translation>
        </message>
        <message>
            <source>Changed since the decision</source>
            <translation>决定后图形有变</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>变化</translation>
        </message>
        <message>
            <source>Changes of cultivated land</source>
            <translation>耕地变化</translation>
        </message>
        <message>
            <source>Changes of cultivated land between both surveys</source>
            <translation>两次调查间的耕地变化</translation>
        </message>
        <message>
            <source>Changes that were not saved the last time are here again; undo leads back to the file.</source>
            <translation>已恢复上次没有保存的修改；撤销可回到文件内容。</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>图表</translation>
        </message>
        <message>
            <source>Charts and pictures of “{file}” are not carried over; its cells and their formats are.</source>
            <translation>“{file}”中的图表和图片未保留；单元格及其格式保留。</translation>
        </message>
        <message>
            <source>Charts need the Python library matplotlib ({reason}). QGIS's installers bring it; with OSGeo4W choose python3-matplotlib, on Debian install python3-matplotlib with apt, and start QGIS again. The table shows the same.</source>
            <translation>图表需要 Python 库 matplotlib（{reason}）。QGIS 安装包自带该库；用 OSGeo4W 安装的请选装 python3-matplotlib，Debian 请用 apt 安装 python3-matplotlib，然后重启 QGIS。表中数据与图表相同。</translation>
        </message>
        <message>
            <source>Check and compare policies</source>
            <translation>检查和比较政策文件</translation>
        </message>
        <message>
            <source>Check both geometries for spikes and nearly coincident edges.</source>
            <translation>请检查两者的图形有无尖角或近乎重合的边。</translation>
        </message>
        <message>
            <source>Check geometry and record; the record counts.</source>
            <translation>请核对图形和图斑面积；统计以图斑面积为准。</translation>
        </message>
        <message>
            <source>Check its coordinate reference system, and that it is the layer of this place.</source>
            <translation>请检查其坐标系，以及是否为本地图层。</translation>
        </message>
        <message>
            <source>Check its coordinate reference system, and that the survey is that of its county.</source>
            <translation>核对其坐标参照系，以及图斑是否为所在县的。</translation>
        </message>
        <message>
            <source>Check its coordinates, or delete it.</source>
            <translation>请检查其坐标，或删除该要素。</translation>
        </message>
        <message>
            <source>Check layers</source>
            <translation>检查数据</translation>
        </message>
        <message>
            <source>Check of project sites</source>
            <translation>项目选址核查表</translation>
        </message>
        <message>
            <source>Check project sites</source>
            <translation>项目选址核查</translation>
        </message>
        <message>
            <source>Check that it is the right layer, and that no filter hides its features.</source>
            <translation>请检查图层是否选对，是否被过滤条件隐藏。</translation>
        </message>
        <message>
            <source>Check that the file is complete.</source>
            <translation>核对文件是否完整。</translation>
        </message>
        <message>
            <source>Check the boundaries of the units.</source>
            <translation>请检查行政区界线。</translation>
        </message>
        <message>
            <source>Check the layer's coordinate reference system.</source>
            <translation>请检查图层坐标系。</translation>
        </message>
        <message>
            <source>Check the site on the map; export the points with X (north) first.</source>
            <translation>在图上核对位置；导出时先 X（北）后 Y（东）。</translation>
        </message>
        <message>
            <source>Check the width (XZDWKD) and the class.</source>
            <translation>请核对线状地物宽度（XZDWKD）和地类。</translation>
        </message>
        <message>
            <source>Check the zone's record; sums take it as recorded.</source>
            <translation>请核对分区的登记面积；汇总以登记值为准。</translation>
        </message>
        <message>
            <source>Checked</source>
            <translation>已核查</translation>
        </message>
        <message>
            <source>Checked at</source>
            <translation>核查时间</translation>
        </message>
        <message>
            <source>Checked by</source>
            <translation>审核人</translation>
        </message>
        <message>
            <source>Checked by:
{name}</source>
            <translation>审核：
{name}</translation>
        </message>
        <message>
            <source>Checking the policy</source>
            <translation>检查政策文件</translation>
        </message>
        <message>
            <source>Checks</source>
            <translation>检查内容</translation>
        </message>
        <message>
            <source>Checks a policy file as a run would, and lists what differs from another one: new, removed, changed and moved rows, value by value.
What only is written otherwise is no difference: order of keys, quotes, zeros at the end of numbers, comments. The order of rows counts where the first that fits decides.</source>
            <translation>按运行时的同一标准检查政策文件，并列出与另一政策文件的差异：新增、删除、修改和移动的行，逐值列出。
仅写法不同不算差异：键的顺序、引号、数字末尾的零、注释。按先后取第一条符合规则的表，行的顺序也算。</translation>
        </message>
        <message>
            <source>Checks the alternatives of a project before it starts: what each takes by land class, permanent basic farmland and zone, what forbids it, what it needs, the reclamation fee, the topsoil to strip and what has to be supplemented (measures 8, 10, 14, 15, 19 and 28).
Outlines come from a layer, from files of boundary points (TXT) or drawings (DXF). Only the parcels that they meet are read; each alternative is divided by itself, to the last 0.01 m², and its figures do not depend on the others. Alternatives are put in order by one criterion after the other, as the policy lists them, never by a weighted score. What was not given or cannot be read makes no site clear.</source>
            <translation>在项目动工前核查各选址方案：按地类、永久基本农田和各分区占用多少，有无禁止情形，须办哪些手续，耕地开垦费、耕作层剥离量和应补面积（举措8、10、14、15、19、28）。
界线取自图层、界址点文件（TXT）或图纸（DXF）。只读取界线涉及的图斑；各方案单独切割，精确到 0.01 平方米，互不影响。方案按政策文件所列指标依次比较排序，不加权。未提供或不能识别的，不作“无障碍”结论。</translation>
        </message>
        <message>
            <source>Checks the reserves of land against the current survey (measure 12): supplementary farmland, permanent basic farmland, and land kept for trees, fruit and tea.
For each polygon and unit it says what lies there today (cultivated land net, its ridges, restorable, other agricultural, unused, construction) and what of it is usable, realised, built on or barred. Stable cultivated land of the PBF reserve, with paddy apart, is what could supplement permanent basic farmland today. Land, and states, add up to the gross area inside the survey.</source>
            <translation>用现状调查核查各类储备资源（举措12）：补充耕地储备区、永久基本农田储备区、造林种树和种果种茶后备资源。
对每个储备区图斑和行政区，列出现状（耕地净面积及田坎、恢复属性、其他农用地、未利用地、建设用地）以及可用、已实现、已建设、受限的面积。永久基本农田储备区内的稳定耕地即目前可补划的面积，其中水田单列。各类土地之和、各状态之和均等于调查范围内毛面积。</translation>
        </message>
        <message>
            <source>Chinese</source>
            <translation>中文</translation>
        </message>
        <message>
            <source>Chinese name</source>
            <translation>中文名称</translation>
        </message>
        <message>
            <source>Choices</source>
            <translation>可选值</translation>
        </message>
        <message>
            <source>Choices left open</source>
            <translation>待定选项</translation>
        </message>
        <message>
            <source>Choose it as “Office profile” in the algorithms.</source>
            <translation>在各算法的“单位配置”参数中选用。</translation>
        </message>
        <message>
            <source>Choose one of: {options}.</source>
            <translation>可选值：{options}。</translation>
        </message>
        <message>
            <source>Choose the layer that was meant, or leave the parameter empty.</source>
            <translation>请选择正确的图层，或不填该参数。</translation>
        </message>
        <message>
            <source>Choose two runs to see what is new, gone or changed</source>
            <translation>选择两次运行，查看新增、消失和变化的内容</translation>
        </message>
        <message>
            <source>Chooses the blocks with which each county meets its restoration task (measure 13, annex 3).
First the shortfall is made as small as possible, then the cost: two steps, each solved exactly by HiGHS. Only what is free is planned: what waits for its crop (deferred) or is to be confirmed is not, and what unlocking it would give stands beside. A task of 0 plans nothing; a surplus is never multiplied. A county of which the blocks say nothing has no plan, rather than a plan of 0. Whether an unmet task is carried over to the next year is an option of the policy (carry_over_tasks).</source>
            <translation>为各县选择完成年度恢复任务的片块（举措13、附件3）。
先使任务缺额最小，再使成本最低：分两步，均由 HiGHS 精确求解。只安排可利用的部分；因作物暂缓的和待核实的不安排，另列出解除后可增加多少。任务为 0 的不安排，结余从不放大。片块中没有数据的县不作计划，而不是计划为 0。未完成任务是否结转下年，由政策文件的选项（carry_over_tasks）决定。</translation>
        </message>
        <message>
            <source>Chosen</source>
            <translation>是否选中</translation>
        </message>
        <message>
            <source>Chosen (mu)</source>
            <translation>选中面积（亩）</translation>
        </message>
        <message>
            <source>Chosen value</source>
            <translation>取值</translation>
        </message>
        <message>
            <source>City</source>
            <translation>市级</translation>
        </message>
        <message>
            <source>City and county differences</source>
            <translation>市县差异</translation>
        </message>
        <message>
            <source>City row</source>
            <translation>市级数</translation>
        </message>
        <message>
            <source>City rows that are not the sum of their counties</source>
            <translation>市级数与县级合计不一致情况</translation>
        </message>
        <message>
            <source>City's code</source>
            <translation>所属市代码</translation>
        </message>
        <message>
            <source>Class before</source>
            <translation>前地类</translation>
        </message>
        <message>
            <source>Class in the second survey</source>
            <translation>二调地类</translation>
        </message>
        <message>
            <source>Class last year</source>
            <translation>上年度地类</translation>
        </message>
        <message>
            <source>Class not known, gross</source>
            <translation>地类不明（毛）</translation>
        </message>
        <message>
            <source>Class of the second survey</source>
            <translation>二调地类编码</translation>
        </message>
        <message>
            <source>Class of use</source>
            <translation>占用类别</translation>
        </message>
        <message>
            <source>Class patterns</source>
            <translation>地类</translation>
        </message>
        <message>
            <source>Class recorded by PBF</source>
            <translation>永久基本农田划定时地类</translation>
        </message>
        <message>
            <source>Class when delimited</source>
            <translation>划定时地类</translation>
        </message>
        <message>
            <source>Click a county to see its figures, lists and pieces alone; click a piece or a row of a list to find one from the other. Boundaries are simplified for the page; areas are the survey's.</source>
            <translation>点击某县，只显示该县的数字、清单和地块；点击地块或清单中的行，可相互定位。网页中的边界经过简化，面积为调查登记面积。</translation>
        </message>
        <message>
            <source>Close those that belong to the outline.</source>
            <translation>将属于界线的线闭合。</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>结案</translation>
        </message>
        <message>
            <source>Closed: legalised</source>
            <translation>结案：补办手续</translation>
        </message>
        <message>
            <source>Closed: other</source>
            <translation>结案：其他</translation>
        </message>
        <message>
            <source>Closed: restored</source>
            <translation>结案：拆除复耕</translation>
        </message>
        <message>
            <source>Closure</source>
            <translation>闭合差</translation>
        </message>
        <message>
            <source>Closure (yuan)</source>
            <translation>闭合差（元）</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Code and place of a zone disagree</source>
            <translation>分区代码与位置不符</translation>
        </message>
        <message>
            <source>Code of a draft</source>
            <translation>试行稿代码</translation>
        </message>
        <message>
            <source>Code of a unit not readable</source>
            <translation>行政区代码无法识别</translation>
        </message>
        <message>
            <source>Code of another length</source>
            <translation>代码位数不符</translation>
        </message>
        <message>
            <source>Code of the city or county, and its name</source>
            <translation>市或县的行政区代码和名称</translation>
        </message>
        <message>
            <source>Code of the class before</source>
            <translation>前地类编码</translation>
        </message>
        <message>
            <source>Code of the unit above</source>
            <translation>上级行政区代码</translation>
        </message>
        <message>
            <source>Code {code} is used by several units of the layer; they count as one unit.</source>
            <translation>图层中有多个行政区使用代码 {code}，按同一行政区处理。</translation>
        </message>
        <message>
            <source>Codes against places</source>
            <translation>代码与位置</translation>
        </message>
        <message>
            <source>Codes or names, with commas between them; all if none is given.</source>
            <translation>代码或名称，之间用逗号隔开；不填则全部。</translation>
        </message>
        <message>
            <source>Coefficient</source>
            <translation>系数</translation>
        </message>
        <message>
            <source>Colours for print</source>
            <translation>打印配色</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Column renamed</source>
            <translation>字段改名</translation>
        </message>
        <message>
            <source>Column to divide by</source>
            <translation>作为依据的字段</translation>
        </message>
        <message>
            <source>Column with the figure</source>
            <translation>实际数字字段</translation>
        </message>
        <message>
            <source>Columns marked * need a value. They may stand in any order, and with others; keep the headings.</source>
            <translation>带 * 的列必填。列的顺序不限，可另加列；请勿改动表头。</translation>
        </message>
        <message>
            <source>Columns of “{layer}” that no field uses: {columns}.</source>
            <translation>“{layer}”中未用到的字段：{columns}。</translation>
        </message>
        <message>
            <source>Columns that only some of the parcel layers have are left out: {columns}.</source>
            <translation>只有部分图斑图层才有的字段不予保留：{columns}。</translation>
        </message>
        <message>
            <source>Columns with names, identity numbers, telephone numbers and addresses of people (ZRRMC, ZRRZJHM, LXDH, JZDZ and others; see resources/survey/fields.yaml) are not even read unless this is on. If it is, they go with the parcels into pieces, conflicts and candidates, and into the table of zones; log and provenance say so. An office names further ones in its profile.</source>
            <translation>含个人姓名、证件号码、电话、住址的字段（ZRRMC、ZRRZJHM、LXDH、JZDZ 等，见 resources/survey/fields.yaml）默认不读取。打开后，这些字段随图斑进入碎块、占用冲突和恢复潜力地块，并进入分区表；日志和成果溯源会注明。单位可在单位配置中补充此类字段。</translation>
        </message>
        <message>
            <source>Comes, net (m²)</source>
            <translation>换入净面积（平方米）</translation>
        </message>
        <message>
            <source>Compactness</source>
            <translation>紧凑度</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Compare to</source>
            <translation>对比成果</translation>
        </message>
        <message>
            <source>Compare two runs</source>
            <translation>对比两次运行成果</translation>
        </message>
        <message>
            <source>Compare with</source>
            <translation>对照图层</translation>
        </message>
        <message>
            <source>Compared unrounded; 10,000 mu is printed with four decimals, one unit being 1 mu.</source>
            <translation>按未取舍数值比较；万亩保留四位小数（末位为1亩）。</translation>
        </message>
        <message>
            <source>Compared with</source>
            <translation>对照政策文件</translation>
        </message>
        <message>
            <source>Compares stable cultivated land of the base year with that of today, and sets how much may be occupied next year (measure 18).
The increase, less what a county sets against its gap to the second-survey target, is the ceiling. The city's is the net of all counties, those that decreased included, and is shared in proportion to what each has left of its own increase, in 0.01 mu by largest remainder; it is known only where every county has data. Occupation of earlier years is inside the increase already. Land that both surveys have as cultivated and only one as stable is told apart as re-graded: there nothing changed on the ground. Stable land then and now closes to the last 0.01 m².</source>
            <translation>比较基期和现状的稳定耕地，测算下一年可占用的上限（举措18）。
净增加量扣除县用于抵补与二调目标缺口的部分，即为上限。全市取各县净额，减少的县计入，按各县抵补后剩余的净增加，以最大余数法分配到0.01亩；每个县都有数据时才能得出。以前年度的占用已包含在净增加中。两次均为耕地而仅一次为稳定的，单列为重新定级：地面没有变化。前后稳定耕地闭合到0.01平方米。</translation>
        </message>
        <message>
            <source>Compares supplemented cultivated land with the newest survey: what is still there, smaller than accepted, unplanted, fallow, lost or never came into a survey (measure 21).
Of high-standard farmland projects it says what came in and went out of cultivated land inside, whether it is balanced, how much of permanent basic farmland the project's own works took and where that can be made good, and what built projects hold that is not permanent basic farmland yet (measures 24 to 27). Only parcels that the polygons meet are read. Overlapping projects count a place for each, the totals once; each project closes to the last 0.01 m². Corrections of the quota ledger are proposed, never booked.</source>
            <translation>把补充耕地与最新调查比较：是否仍在、少于验收面积、未种植、休耕、流失或未变更入库（举措21）。
对高标准农田项目，列出项目区内耕地的流入、流出，是否平衡，工程占用的永久基本农田及在何处补足，以及已建成项目中尚未划入永久基本农田的（举措24至27）。只读取与地块相交的图斑。重叠的项目各计一次，合计只计一次；每个项目闭合到0.01平方米。指标台账的更正只作建议，不自动记账。</translation>
        </message>
        <message>
            <source>Compares two surveys: what flowed out of cultivated land, what came in, by cause, status and unit (measures 17, 19 and 30).
Outflow is the net area of the earlier survey on land that is no longer cultivated, inflow that of the later survey on land that was not; where both say cultivated the difference is an adjustment. For each unit the holding before, less the outflow, with inflow, adjustment and what crossed a boundary, is the holding now to the last 0.01 m². Pieces decide by place, not by identifiers, which are renewed every year. Only a person makes a change illegal: a case whose RDJG says 违法.</source>
            <translation>比较两次调查：耕地流出多少、流入多少，按去向、认定和行政区分列（举措17、19、30）。
流出按前一次调查的净面积计（原为耕地、现非耕地），流入按后一次调查的净面积计（原非耕地、现为耕地）；两次均为耕地的，差额为调整。每个行政区：年初耕地－流出＋流入＋调整－界线调出＋界线调入＝年末耕地，闭合到0.01平方米。按位置逐块比较，不按每年更新的标识码。只有人工认定（案件的 RDJG 为“违法”）才计为违法。</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Comparison form</source>
            <translation>方案比选表</translation>
        </message>
        <message>
            <source>Comparison of the alternatives of a project</source>
            <translation>建设项目选址方案比选表</translation>
        </message>
        <message>
            <source>Compensation</source>
            <translation>耕地保护补偿</translation>
        </message>
        <message>
            <source>Compensation by unit</source>
            <translation>分单位补偿</translation>
        </message>
        <message>
            <source>Compensation by unit (measure 39)</source>
            <translation>分单位补偿（举措39）</translation>
        </message>
        <message>
            <source>Compensation of villages</source>
            <translation>各村补偿明细</translation>
        </message>
        <message>
            <source>Compensation of villages, item by item (measure 39)</source>
            <translation>各村补偿明细（举措39）</translation>
        </message>
        <message>
            <source>Compensation of {unit}: {amount} yuan for {area} mu of cultivated land (net), {deducted} yuan deducted.</source>
            <translation>{unit}耕地保护补偿：{amount} 元，补偿基数为耕地净面积 {area} 亩，已扣减 {deducted} 元。</translation>
        </message>
        <message>
            <source>Compensation rates</source>
            <translation>补偿标准</translation>
        </message>
        <message>
            <source>Compiled by</source>
            <translation>编制人</translation>
        </message>
        <message>
            <source>Compiled by:
{name}</source>
            <translation>编制：
{name}</translation>
        </message>
        <message>
            <source>Compute compensation</source>
            <translation>测算耕地保护补偿</translation>
        </message>
        <message>
            <source>Computed</source>
            <translation>计算结果</translation>
        </message>
        <message>
            <source>Computes what each village earns for the cultivated land that it protects, by rates of your own (measure 39).
Net cultivated land inside permanent basic farmland and outside earns its rate; what was restored this year, if the table has a rate for it, earns that besides. Land that is not cultivated earns nothing, inside permanent basic farmland too. What lies unplanted, and what lies inside an illegal case that is not closed, is deducted at the rate of that land, once; by the option compensation_penalty of the policy its village gets nothing. Only a person makes a case illegal (RDJG 违法); JARQ is the day on which it was closed. Each row is rounded half up to 0.01 yuan, and totals are sums of rows. Example: 820.50 mu of permanent basic farmland at 30 yuan, 100.25 mu of other land at 10, 3 mu restored at 500, and 12 mu of permanent basic farmland unplanted: 24,615.00 + 1,002.50 + 1,500.00 - 360.00 = 26,757.50 yuan.</source>
            <translation>按自定标准测算各村保护耕地应得的补偿（举措39）。
永久基本农田内、外的耕地净面积各按其标准；本年恢复耕地，补偿标准表列有该项的，另加。非耕地不补偿，在永久基本农田内也不补偿。未耕种的、未结案违法案件内的耕地，按该地块的标准扣减，只扣一次；政策选项 compensation_penalty 可定为全村不予补偿。违法只由人认定（RDJG 违法），JARQ 为结案日期。逐行四舍五入到 0.01 元，合计为各行之和。示例：永久基本农田 820.50 亩、每亩 30 元，其他耕地 100.25 亩、每亩 10 元，本年恢复 3 亩、每亩 500 元，永久基本农田中 12 亩未耕种：24,615.00＋1,002.50＋1,500.00－360.00＝26,757.50 元。</translation>
        </message>
        <message>
            <source>Conditions</source>
            <translation>条件</translation>
        </message>
        <message>
            <source>Confirmed</source>
            <translation>属实</translation>
        </message>
        <message>
            <source>Conflict</source>
            <translation>占用冲突图斑</translation>
        </message>
        <message>
            <source>Conflict areas are gross, with field ridges; areas registered as permanent basic farmland are net, without them. So more may be occupied than is registered.</source>
            <translation>占用冲突面积为毛面积（含田坎），永久基本农田登记面积为净面积（不含田坎），因此占用冲突面积可能大于登记面积。</translation>
        </message>
        <message>
            <source>Conflict id</source>
            <translation>冲突编号</translation>
        </message>
        <message>
            <source>Conflict kind</source>
            <translation>冲突类型</translation>
        </message>
        <message>
            <source>Conflict list</source>
            <translation>冲突清单</translation>
        </message>
        <message>
            <source>Conflict listed on another sheet</source>
            <translation>列入其他图幅的冲突</translation>
        </message>
        <message>
            <source>Conflict rules</source>
            <translation>占用冲突规则</translation>
        </message>
        <message>
            <source>Conflict {number} of {count}</source>
            <translation>占用冲突第 {number} 号，共 {count} 块</translation>
        </message>
        <message>
            <source>Conflicts</source>
            <translation>占用冲突</translation>
        </message>
        <message>
            <source>Conflicts are gross, of severity 1 and more; the potential is net. Each piece counts once.</source>
            <translation>占用冲突为毛面积，只计严重程度 1 及以上；恢复潜力为净面积。每个碎块只计一次。</translation>
        </message>
        <message>
            <source>Conflicts before</source>
            <translation>之前的冲突</translation>
        </message>
        <message>
            <source>Conflicts by class of use</source>
            <translation>占用冲突类别</translation>
        </message>
        <message>
            <source>Conflicts by kind</source>
            <translation>占用冲突分类</translation>
        </message>
        <message>
            <source>Conflicts by severity</source>
            <translation>冲突（程度）</translation>
        </message>
        <message>
            <source>Conflicts by use</source>
            <translation>冲突（用途）</translation>
        </message>
        <message>
            <source>Conflicts listed after a review</source>
            <translation>核查后列出的占用冲突</translation>
        </message>
        <message>
            <source>Conflicts now</source>
            <translation>现在的冲突</translation>
        </message>
        <message>
            <source>Conflicts of less severity are left out: 3 is the worst, 0 are notes.</source>
            <translation>严重程度低于此级的冲突不列入：3 最重，0 为提示。</translation>
        </message>
        <message>
            <source>Conflicts of less severity are left out; the other lists count as severity 1.</source>
            <translation>低于此级别的占用冲突不列入；其他清单按1级处理。</translation>
        </message>
        <message>
            <source>Conflicts, share of permanent basic farmland (%)</source>
            <translation>占用冲突占永久基本农田的比例（%）</translation>
        </message>
        <message>
            <source>Connections and queries of “{file}” to data elsewhere are not carried over.</source>
            <translation>“{file}”与外部数据的连接和查询不予保留。</translation>
        </message>
        <message>
            <source>Construction</source>
            <translation>建设</translation>
        </message>
        <message>
            <source>Construction (construction), temporary use (temporary), a rural house (rural_house) or an agricultural facility (facility): measures 8, 10, 14, 15.</source>
            <translation>建设（construction）、临时用地（temporary）、村民住宅（rural_house）或设施农业用地（facility）：举措8、10、14、15。</translation>
        </message>
        <message>
            <source>Construction land</source>
            <translation>建设用地</translation>
        </message>
        <message>
            <source>Construction land, gross</source>
            <translation>建设用地（毛）</translation>
        </message>
        <message>
            <source>Construction on cultivated land</source>
            <translation>非农建设占用耕地</translation>
        </message>
        <message>
            <source>Contract has ended</source>
            <translation>合同已到期</translation>
        </message>
        <message>
            <source>Contract until</source>
            <translation>合同到期</translation>
        </message>
        <message>
            <source>Control area and parcels disagree</source>
            <translation>控制面积与图斑面积之和不符</translation>
        </message>
        <message>
            <source>Conversion of land suspended since</source>
            <translation>暂停审批起始日期</translation>
        </message>
        <message>
            <source>Convert the layer with your office's parameters; if its coordinates are CGCS2000 already, set that system in the layer's properties.</source>
            <translation>请用本单位的转换参数转换图层；如坐标已是 CGCS2000，请在图层属性中设为该坐标系。</translation>
        </message>
        <message>
            <source>Convert them to straight lines for submission.</source>
            <translation>上报前请转换为直线段。</translation>
        </message>
        <message>
            <source>Coordinate system</source>
            <translation>坐标系</translation>
        </message>
        <message>
            <source>Coordinate system: {crs}</source>
            <translation>坐标系：{crs}</translation>
        </message>
        <message>
            <source>Coordinate systems</source>
            <translation>坐标系</translation>
        </message>
        <message>
            <source>Coordinate systems (crs): and coordinates. Fields (fields): missing fields and values, numbers, lengths. Land classes and code tables (codes). Identifiers (ids): missing and repeated. Geometry (geometry): missing, invalid and doubtful shapes. Overlaps and gaps (coverage): also places that nothing covers. Areas (areas): ridges, net areas, records against geometry, control areas. Attribute rules (attributes): those of resources/survey/attribute_rules.yaml. Codes against places (places): and units against the parcels.</source>
            <translation>坐标系（crs）：坐标系和坐标。字段（fields）：缺少的字段和值、数值、长度。地类和代码表（codes）。标识码（ids）：缺少和重复。几何（geometry）：缺少、无效和可疑的图形。重叠和缝隙（coverage）：含无覆盖处。面积（areas）：田坎、净面积、记载面积与图形、控制面积。属性规则（attributes）：resources/survey/attribute_rules.yaml 中的规则。代码与位置（places）：以及行政区与图斑。</translation>
        </message>
        <message>
            <source>Coordinates in degrees</source>
            <translation>坐标单位为度</translation>
        </message>
        <message>
            <source>Copy table</source>
            <translation>复制表格</translation>
        </message>
        <message>
            <source>Copy the table as text, which a spreadsheet takes</source>
            <translation>以文本复制表格，可粘贴到电子表格</translation>
        </message>
        <message>
            <source>Corner</source>
            <translation>界址点</translation>
        </message>
        <message>
            <source>Corners</source>
            <translation>界址点坐标</translation>
        </message>
        <message>
            <source>Corners are those of the survey's data, not measured on the spot.</source>
            <translation>界址点坐标取自国土调查数据，非实地测量。</translation>
        </message>
        <message>
            <source>Corners of sheet {number}, continued</source>
            <translation>第{number}号核查表界址点坐标（续）</translation>
        </message>
        <message>
            <source>Corners of the findings</source>
            <translation>核查图斑界址点坐标表</translation>
        </message>
        <message>
            <source>Correct KCMJ and TBDLMJ of the row: KCMJ = TBBGMJ × KCXS, TBDLMJ = TBBGMJ − KCMJ.</source>
            <translation>请更正该行的 KCMJ 和 TBDLMJ：KCMJ＝TBBGMJ×KCXS，TBDLMJ＝TBBGMJ－KCMJ。</translation>
        </message>
        <message>
            <source>Correct KCMJ or KCXS.</source>
            <translation>请更正 KCMJ 或 KCXS。</translation>
        </message>
        <message>
            <source>Correct TBDLMJ or TBMJ.</source>
            <translation>请更正 TBDLMJ 或 TBMJ。</translation>
        </message>
        <message>
            <source>Correct TBDLMJ; sums take it as recorded.</source>
            <translation>请更正 TBDLMJ；汇总以登记值为准。</translation>
        </message>
        <message>
            <source>Correct one of them. The rule ({source}) stands in resources/survey/attribute_rules.yaml.</source>
            <translation>请更正其中之一。规则（{source}）见 resources/survey/attribute_rules.yaml。</translation>
        </message>
        <message>
            <source>Correct the boundaries of the two parcels.</source>
            <translation>请修正两个图斑的边界。</translation>
        </message>
        <message>
            <source>Correct the boundaries of the two zones; what renews an approval or extends a term may lie on it.</source>
            <translation>更正两个分区的界线；批准续期、期限延长而重叠的可以保留。</translation>
        </message>
        <message>
            <source>Correct the boundaries. Where parcels are cut by them, the unit with the smaller code has the place.</source>
            <translation>请更正界线。按界线切割图斑时，重叠部分归代码较小的行政区。</translation>
        </message>
        <message>
            <source>Correct the code or the boundary.</source>
            <translation>请更正代码或界线。</translation>
        </message>
        <message>
            <source>Correct the code or the boundary; the code counts, unless units are taken from boundaries.</source>
            <translation>请更正代码或界线；除选择按界线确定行政区外，以代码为准。</translation>
        </message>
        <message>
            <source>Correct the code, or add it to resources/survey/classes.csv.</source>
            <translation>请更正编码，或将其补入 resources/survey/classes.csv。</translation>
        </message>
        <message>
            <source>Correct the code, or add it to resources/survey/codes.csv.</source>
            <translation>请更正代码，或将其补入 resources/survey/codes.csv。</translation>
        </message>
        <message>
            <source>Correct the codes, or add the parcels.</source>
            <translation>请更正代码，或补充图斑。</translation>
        </message>
        <message>
            <source>Correct the value in the source, or add the way of writing to resources/survey/values.yaml.</source>
            <translation>在源数据中更正该值，或将该写法加入 resources/survey/values.yaml。</translation>
        </message>
        <message>
            <source>Correct the zones that lie on each other (see “Zones of one role overlap”).</source>
            <translation>更正相互重叠的图斑（见“同一用途分区重叠”）。</translation>
        </message>
        <message>
            <source>Correct this first; the rest of the layer was not checked.</source>
            <translation>请先更正此问题；该图层的其余内容未检查。</translation>
        </message>
        <message>
            <source>Correction</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>Cost (yuan)</source>
            <translation>成本（元）</translation>
        </message>
        <message>
            <source>Cost above the least one at most (share)</source>
            <translation>成本高于最低值的上限（比例）</translation>
        </message>
        <message>
            <source>Cost if all is confirmed (yuan)</source>
            <translation>待核实全部确认后的成本（元）</translation>
        </message>
        <message>
            <source>Cost if nothing is deferred any more (yuan)</source>
            <translation>暂缓全部解除后的成本（元）</translation>
        </message>
        <message>
            <source>Cost: other (yuan per mu)</source>
            <translation>成本：其他潜力（元/亩）</translation>
        </message>
        <message>
            <source>Cost: restorable at once (yuan per mu)</source>
            <translation>成本：即可恢复（元/亩）</translation>
        </message>
        <message>
            <source>Cost: with works (yuan per mu)</source>
            <translation>成本：工程恢复（元/亩）</translation>
        </message>
        <message>
            <source>Costs are given for some tiers only. Give {names} as well, or none.</source>
            <translation>只给出了部分恢复难易的成本。请同时给出 {names}，或全部不填。</translation>
        </message>
        <message>
            <source>Could not be replaced: {names}. Another program has them open, or they are protected. Close them and run again; nothing was changed.</source>
            <translation>无法替换：{names}。文件正被其他程序打开或受保护。请关闭后重新运行；原有文件均未改动。</translation>
        </message>
        <message>
            <source>Could not be replaced: {names}. Then other files could not be put back, and the folder holds old and new results. Close what has them open: the next run into the folder completes the new ones. The old ones are here: {kept}.</source>
            <translation>无法替换：{names}。此后另有文件未能恢复，文件夹中新旧成果并存。请关闭占用这些文件的程序，下次在该文件夹运行时将完成全部新成果。原有文件保存在：{kept}。</translation>
        </message>
        <message>
            <source>Counted anew</source>
            <translation>重新计</translation>
        </message>
        <message>
            <source>Counted on</source>
            <translation>继续计</translation>
        </message>
        <message>
            <source>Counties that touch a veto</source>
            <translation>触及否决情形的县数</translation>
        </message>
        <message>
            <source>Counties warned in the last period</source>
            <translation>末期受警示的县数</translation>
        </message>
        <message>
            <source>Counties, townships or villages; a unit stands for all below it.</source>
            <translation>县、乡镇或村；上级单位包含其全部下级。</translation>
        </message>
        <message>
            <source>Counties, townships, villages (XZQ, CJDCQ): one layer or several, with a code (XZQDM, ZLDWDM) and a name. They give names and boundaries, and the check of codes against places.</source>
            <translation>县、乡、村（XZQ、CJDCQ）：一个或多个图层，须有代码（XZQDM、ZLDWDM）和名称。用于提供名称和界线，并检查坐落单位代码与实际位置是否一致。</translation>
        </message>
        <message>
            <source>Counts as covered</source>
            <translation>视为有效</translation>
        </message>
        <message>
            <source>Counts in</source>
            <translation>计入合计</translation>
        </message>
        <message>
            <source>County</source>
            <translation>县（市、区）</translation>
        </message>
        <message>
            <source>County code</source>
            <translation>县级代码</translation>
        </message>
        <message>
            <source>County letters</source>
            <translation>县级函件</translation>
        </message>
        <message>
            <source>County {number} of {count}: {county}</source>
            <translation>第 {number}／{count} 个县：{county}</translation>
        </message>
        <message>
            <source>County {number} of {count}: {county} (about {minutes} min left)</source>
            <translation>第 {number}／{count} 个县：{county}（约剩 {minutes} 分钟）</translation>
        </message>
        <message>
            <source>Covered by</source>
            <translation>依据</translation>
        </message>
        <message>
            <source>Covered by approvals (%)</source>
            <translation>批准覆盖比例（%）</translation>
        </message>
        <message>
            <source>Covered by something valid</source>
            <translation>有有效依据</translation>
        </message>
        <message>
            <source>Created (Beijing time)</source>
            <translation>生成时间（北京时间）</translation>
        </message>
        <message>
            <source>Criterion</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Cultivated and adjustable land inside PBF</source>
            <translation>永久基本农田内耕地（含可调整地类）</translation>
        </message>
        <message>
            <source>Cultivated before, net</source>
            <translation>占用前耕地（净）</translation>
        </message>
        <message>
            <source>Cultivated before, net (mu)</source>
            <translation>前耕地净面积（亩）</translation>
        </message>
        <message>
            <source>Cultivated before, net (m²)</source>
            <translation>前耕地净面积（平方米）</translation>
        </message>
        <message>
            <source>Cultivated land above target</source>
            <translation>耕地保有量与目标差值</translation>
        </message>
        <message>
            <source>Cultivated land above target, by county (mu)</source>
            <translation>各县耕地保有量与目标之差（亩）</translation>
        </message>
        <message>
            <source>Cultivated land among candidates</source>
            <translation>恢复潜力地块中的耕地</translation>
        </message>
        <message>
            <source>Cultivated land and PBF</source>
            <translation>耕地与永久基本农田</translation>
        </message>
        <message>
            <source>Cultivated land and permanent basic farmland</source>
            <translation>耕地与永久基本农田现状</translation>
        </message>
        <message>
            <source>Cultivated land and permanent basic farmland: targets and present state</source>
            <translation>耕地保有量和永久基本农田保护目标任务与现状对照表</translation>
        </message>
        <message>
            <source>Cultivated land before</source>
            <translation>年初耕地</translation>
        </message>
        <message>
            <source>Cultivated land before the year</source>
            <translation>年初耕地</translation>
        </message>
        <message>
            <source>Cultivated land beside it</source>
            <translation>与集中耕地相邻</translation>
        </message>
        <message>
            <source>Cultivated land held (net)</source>
            <translation>耕地保有量（净面积）</translation>
        </message>
        <message>
            <source>Cultivated land held against the target</source>
            <translation>耕地保有量与目标对照</translation>
        </message>
        <message>
            <source>Cultivated land in the period</source>
            <translation>本期占用耕地</translation>
        </message>
        <message>
            <source>Cultivated land in total</source>
            <translation>累积占用耕地</translation>
        </message>
        <message>
            <source>Cultivated land inside PBF (net)</source>
            <translation>永久基本农田内现状耕地（净面积）</translation>
        </message>
        <message>
            <source>Cultivated land inside all of them, each place once, changed by {area} mu (net).</source>
            <translation>各项目范围内（重叠处只计一次）耕地净变化 {area} 亩。</translation>
        </message>
        <message>
            <source>Cultivated land lost outside PBF (gross)</source>
            <translation>永久基本农田外耕地流失（毛面积）</translation>
        </message>
        <message>
            <source>Cultivated land lost outside permanent basic farmland</source>
            <translation>永久基本农田外耕地流失</translation>
        </message>
        <message>
            <source>Cultivated land lost outside permanent basic farmland was not looked for: layers are not given.</source>
            <translation>未提供所需图层，未判读永久基本农田外耕地流失。</translation>
        </message>
        <message>
            <source>Cultivated land lost outside permanent basic farmland, by county and kind</source>
            <translation>永久基本农田外耕地流失分县、分类型汇总</translation>
        </message>
        <message>
            <source>Cultivated land lost outside permanent basic farmland: {count} parcels, gross area {area} mu, cultivated land lost (net) {lost} mu.</source>
            <translation>永久基本农田外耕地流失 {count} 个图斑，毛面积 {area} 亩，减少耕地净面积 {lost} 亩。</translation>
        </message>
        <message>
            <source>Cultivated land lost outside permanent basic farmland: {count} parcels, gross area {area} mu; how much of it was cultivated (net) is not known.</source>
            <translation>永久基本农田外耕地流失 {count} 个图斑，毛面积 {area} 亩，减少耕地净面积不明。</translation>
        </message>
        <message>
            <source>Cultivated land lost, net</source>
            <translation>减少耕地净面积</translation>
        </message>
        <message>
            <source>Cultivated land lost, net (mu)</source>
            <translation>减少耕地净面积（亩）</translation>
        </message>
        <message>
            <source>Cultivated land lost, net (m²)</source>
            <translation>减少耕地净面积（平方米）</translation>
        </message>
        <message>
            <source>Cultivated land minus target</source>
            <translation>耕地保有量与目标差值</translation>
        </message>
        <message>
            <source>Cultivated land now</source>
            <translation>年末耕地</translation>
        </message>
        <message>
            <source>Cultivated land now (net)</source>
            <translation>现状耕地净面积</translation>
        </message>
        <message>
            <source>Cultivated land of {unit} (net): planting known of {known} mu ({parts}), not known of {unknown} mu.</source>
            <translation>{unit}耕地（净面积）：种植情况已知 {known} 亩（{parts}），未知 {unknown} 亩。</translation>
        </message>
        <message>
            <source>Cultivated land over the limit</source>
            <translation>占用耕地超限</translation>
        </message>
        <message>
            <source>Cultivated land taken by construction in the year</source>
            <translation>当年新增建设占用耕地</translation>
        </message>
        <message>
            <source>Cultivated land target</source>
            <translation>耕地保护目标</translation>
        </message>
        <message>
            <source>Cultivated land without a grade</source>
            <translation>无等别的耕地</translation>
        </message>
        <message>
            <source>Cultivated land without a rate</source>
            <translation>无标准的耕地</translation>
        </message>
        <message>
            <source>Cultivated land {when}, net (m²)</source>
            <translation>{when}耕地净面积（平方米）</translation>
        </message>
        <message>
            <source>Cultivated land, net</source>
            <translation>耕地净面积</translation>
        </message>
        <message>
            <source>Cultivated land, net (mu)</source>
            <translation>耕地净面积（亩）</translation>
        </message>
        <message>
            <source>Cultivated land, net (m²)</source>
            <translation>耕地净面积（m²）</translation>
        </message>
        <message>
            <source>Cultivated land: above or below the target (mu)</source>
            <translation>耕地保有量与目标之差（亩）</translation>
        </message>
        <message>
            <source>Cultivated now in PBF minus target</source>
            <translation>永久基本农田内现状耕地与目标差值</translation>
        </message>
        <message>
            <source>Cultivated now minus target</source>
            <translation>现状耕地与目标差值</translation>
        </message>
        <message>
            <source>Cultivated now, net</source>
            <translation>现状耕地（净）</translation>
        </message>
        <message>
            <source>Cultivated now, net (mu)</source>
            <translation>现状耕地净面积（亩）</translation>
        </message>
        <message>
            <source>Cultivated now, net (m²)</source>
            <translation>现状耕地净面积（平方米）</translation>
        </message>
        <message>
            <source>Cultivated part</source>
            <translation>现状耕地是否足额</translation>
        </message>
        <message>
            <source>Cultivated, inside PBF</source>
            <translation>永久基本农田内的耕地</translation>
        </message>
        <message>
            <source>Cultivated, outside PBF</source>
            <translation>永久基本农田外的耕地</translation>
        </message>
        <message>
            <source>Cultivated-land gap: restoration plan, progress and potential</source>
            <translation>耕地缺口任务恢复计划、进展与潜力</translation>
        </message>
        <message>
            <source>Cultivated-land holding</source>
            <translation>耕地保有量</translation>
        </message>
        <message>
            <source>Cultivated-land holding, held now (net)</source>
            <translation>耕地保有量·现状（净面积）</translation>
        </message>
        <message>
            <source>Cultivated-land holding, {unit}: held now {actual} (net) of {target} (10,000 mu), {difference} mu: {state}.</source>
            <translation>{unit}耕地保有量：现状 {actual} 万亩（净面积），目标 {target} 万亩，差值 {difference} 亩，{state}。</translation>
        </message>
        <message>
            <source>Cultivated-land protection report</source>
            <translation>耕地保护监测报告</translation>
        </message>
        <message>
            <source>Cultivated-land protection: targets and actual areas by unit</source>
            <translation>耕地保护目标与现状分行政区统计表</translation>
        </message>
        <message>
            <source>Cultivated-land target</source>
            <translation>耕地保护目标</translation>
        </message>
        <message>
            <source>Curves</source>
            <translation>曲线</translation>
        </message>
        <message>
            <source>Cut</source>
            <translation>是否被切割</translation>
        </message>
        <message>
            <source>Dashboard</source>
            <translation>看板</translation>
        </message>
        <message>
            <source>Dask scheduler</source>
            <translation>Dask 调度器</translation>
        </message>
        <message>
            <source>Dask scheduler: enter the address itself; an expression is not trusted.</source>
            <translation>Dask 调度器：请直接填写地址，不接受表达式。</translation>
        </message>
        <message>
            <source>Data are lacking</source>
            <translation>资料不足</translation>
        </message>
        <message>
            <source>Data date:
{date}</source>
            <translation>数据日期：
{date}</translation>
        </message>
        <message>
            <source>Data date: {date}</source>
            <translation>数据日期：{date}</translation>
        </message>
        <message>
            <source>Data problem</source>
            <translation>数据问题</translation>
        </message>
        <message>
            <source>Data problems</source>
            <translation>数据问题</translation>
        </message>
        <message>
            <source>Data problems by kind</source>
            <translation>数据问题分类</translation>
        </message>
        <message>
            <source>Data problems: {error} errors, {warning} warnings, {note} notes.</source>
            <translation>数据问题：错误 {error} 个，警告 {warning} 个，提示 {note} 个。</translation>
        </message>
        <message>
            <source>Data that the results were made from</source>
            <translation>成果所用数据</translation>
        </message>
        <message>
            <source>Data year</source>
            <translation>数据年份</translation>
        </message>
        <message>
            <source>Data: </source>
            <translation>数据来源：</translation>
        </message>
        <message>
            <source>Data: land survey of {years}.</source>
            <translation>数据时点：{years}年度国土调查成果。</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Date of the check</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Date of the earlier survey</source>
            <translation>前一次调查时点</translation>
        </message>
        <message>
            <source>Date of the earlier survey: “{text}” is no day of the form YYYY-MM-DD.</source>
            <translation>前一次调查时点：“{text}”不是 YYYY-MM-DD 形式的日期。</translation>
        </message>
        <message>
            <source>Date that cannot be read</source>
            <translation>无法识别的日期</translation>
        </message>
        <message>
            <source>Dates like 2024-03-01, 2024/3/1 or 2024年3月1日. No names, telephone numbers or other personal data.</source>
            <translation>日期写作 2024-03-01、2024/3/1 或 2024年3月1日。不得填写姓名、电话等个人信息。</translation>
        </message>
        <message>
            <source>Day of the later image</source>
            <translation>后时相日期</translation>
        </message>
        <message>
            <source>Debian 13 and later: install python3-geopandas, python3-shapely, python3-fiona and python3-pyproj with apt, which share QGIS's libraries. Debian 12: its shapely is too old; scripts/setup of the plugin's source builds a newer one. Do not install binary wheels of shapely, pyogrio, fiona or pyproj with pip.</source>
            <translation>Debian 13 及以后版本：请用 apt 安装 python3-geopandas、python3-shapely、python3-fiona 和 python3-pyproj（与 QGIS 共用底层库）。Debian 12 自带的 shapely 过旧，请运行插件源码中的 scripts/setup 编译较新版本。切勿用 pip 安装 shapely、pyogrio、fiona 或 pyproj 的二进制 wheel 包。</translation>
        </message>
        <message>
            <source>Decided before</source>
            <translation>已有意见</translation>
        </message>
        <message>
            <source>Decided by</source>
            <translation>确定方式</translation>
        </message>
        <message>
            <source>Decided how</source>
            <translation>核查决定</translation>
        </message>
        <message>
            <source>Decided on</source>
            <translation>决定时间</translation>
        </message>
        <message>
            <source>Decided so already</source>
            <translation>已有相同意见</translation>
        </message>
        <message>
            <source>Decimals of areas</source>
            <translation>面积小数位数</translation>
        </message>
        <message>
            <source>Decision</source>
            <translation>决定</translation>
        </message>
        <message>
            <source>Decisions of the review</source>
            <translation>核查决定</translation>
        </message>
        <message>
            <source>Decisions were made while the run was at work; they are kept, and count from the next run on.</source>
            <translation>运行期间又有新的核查决定；决定已保留，自下次运行起计入。</translation>
        </message>
        <message>
            <source>Deducted (yuan)</source>
            <translation>扣减（元）</translation>
        </message>
        <message>
            <source>Deferrals</source>
            <translation>暂缓恢复</translation>
        </message>
        <message>
            <source>Deferred</source>
            <translation>是否暂缓</translation>
        </message>
        <message>
            <source>Deferred for now</source>
            <translation>暂缓</translation>
        </message>
        <message>
            <source>Degrees in a system of metres</source>
            <translation>坐标为度而坐标系为米</translation>
        </message>
        <message>
            <source>Delete sheets, rows, formats and pictures that are not needed, and save it anew.</source>
            <translation>请删除不需要的工作表、行、格式和图片后重新保存。</translation>
        </message>
        <message>
            <source>Delimited (registered net)</source>
            <translation>划定（登记净面积）</translation>
        </message>
        <message>
            <source>Delimited area meets the task, its cultivated part does not: {units}.</source>
            <translation>永久基本农田划定面积达标、其中现状耕地不足：{units}。</translation>
        </message>
        <message>
            <source>Denominator of the share</source>
            <translation>比例的分母</translation>
        </message>
        <message>
            <source>Depths of topsoil (measure 28)</source>
            <translation>耕作层剥离厚度（举措28）</translation>
        </message>
        <message>
            <source>Detail sheet</source>
            <translation>分幅范围</translation>
        </message>
        <message>
            <source>Details of the finding</source>
            <translation>图斑详情</translation>
        </message>
        <message>
            <source>Deviation of recorded areas (%)</source>
            <translation>图斑面积允许偏差（%）</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>差值</translation>
        </message>
        <message>
            <source>Difference ({state})</source>
            <translation>差值（{state}）</translation>
        </message>
        <message>
            <source>Differences</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>Differences from the shipped policy</source>
            <translation>与自带政策文件的差异</translation>
        </message>
        <message>
            <source>Differences from the shipped policy: {count}</source>
            <translation>与自带政策文件的差异：{count}</translation>
        </message>
        <message>
            <source>Differences of two policies</source>
            <translation>两个政策文件的差异</translation>
        </message>
        <message>
            <source>Direction</source>
            <translation>方向</translation>
        </message>
        <message>
            <source>Distance to the nearest road (m)</source>
            <translation>至最近道路的距离（米）</translation>
        </message>
        <message>
            <source>Distance to the nearest village (m)</source>
            <translation>至最近村庄的距离（米）</translation>
        </message>
        <message>
            <source>Distance to the partner (m)</source>
            <translation>与对换地块的距离（米）</translation>
        </message>
        <message>
            <source>Disturbance (yuan per candidate)</source>
            <translation>扰动（元/个恢复潜力地块）</translation>
        </message>
        <message>
            <source>Divide by</source>
            <translation>分解依据</translation>
        </message>
        <message>
            <source>Divided by</source>
            <translation>分解依据</translation>
        </message>
        <message>
            <source>Divides survey parcels by zone layers, once for all later questions.
Each piece keeps its parcel's attributes and names the zones it lies in. The pieces of a parcel add up to its area of record (TBMJ) and its net cultivated area (TBDLMJ) to the last 0.01 m². Zones of one layer that overlap each other are counted once.</source>
            <translation>用分区图层切割国土调查图斑，一次叠加，供后续各项分析使用。
每个碎块保留原图斑属性，并注明所在分区。同一图斑各碎块之和与图斑面积（TBMJ）、图斑地类面积（TBDLMJ）完全一致，平差到 0.01 平方米。同一图层中相互重叠的分区只计一次。</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>文号</translation>
        </message>
        <message>
            <source>Document number of letters</source>
            <translation>函件发文字号</translation>
        </message>
        <message>
            <source>Draft</source>
            <translation>草稿</translation>
        </message>
        <message>
            <source>Draw it anew. A parcel's recorded area is counted in its unit, but in no zone.</source>
            <translation>请重新绘制。图斑面积仍计入所在单位，但不计入任何分区。</translation>
        </message>
        <message>
            <source>Draw it, or delete the record. A parcel's recorded area is counted in its unit, but in no zone.</source>
            <translation>请补绘图形或删除记录。该图斑的图斑面积计入所在行政区，但不计入任何分区。</translation>
        </message>
        <message>
            <source>Draw its area, or take it out of the layer.</source>
            <translation>请绘制其范围，或将其移出该图层。</translation>
        </message>
        <message>
            <source>Draw its parcel, and run again.</source>
            <translation>补绘其图斑后重新运行。</translation>
        </message>
        <message>
            <source>Each county's own</source>
            <translation>各县自有</translation>
        </message>
        <message>
            <source>Each gets a sheet of its own; one workbook may hold several tables when it is read.</source>
            <translation>每张表一个工作表；读取时一个工作簿可含多张表。</translation>
        </message>
        <message>
            <source>Each piece counts once, under the first rule that fits it; a parcel with pieces of several kinds counts in each, and once in the total.</source>
            <translation>每个碎块只按最先符合的规则统计一次；一个图斑涉及多种类型的，各类型分别计数，合计只计一次。</translation>
        </message>
        <message>
            <source>Each reserve polygon against the current survey (measure 12)</source>
            <translation>各储备区图斑现状核查（举措12）</translation>
        </message>
        <message>
            <source>Earlier cultivated land outside the later survey</source>
            <translation>前一次调查的耕地在后一次调查之外</translation>
        </message>
        <message>
            <source>Earlier results: {count} rows of “{layer}” with entries of your own are not among the new ones. They are in the table “{kept}” of the same file, and come back when a run has them again.</source>
            <translation>原成果“{layer}”中有 {count} 行含您自己填写的内容，而新成果中没有这些行。它们保存在同一文件的表“{kept}”中，以后的运行再有这些行时自动恢复。</translation>
        </message>
        <message>
            <source>Earlier step: {section}</source>
            <translation>前序步骤：{section}</translation>
        </message>
        <message>
            <source>Earlier survey</source>
            <translation>前一次调查</translation>
        </message>
        <message>
            <source>Earlier survey is</source>
            <translation>前一次调查为</translation>
        </message>
        <message>
            <source>Earned (yuan)</source>
            <translation>应补（元）</translation>
        </message>
        <message>
            <source>Easting, northing (m)</source>
            <translation>横坐标、纵坐标（米）</translation>
        </message>
        <message>
            <source>Eastings (about {x}) begin with the zone number {zone}; those of the layer's system, {crs}, do not.</source>
            <translation>横坐标（约 {x}）带有带号 {zone}，而图层坐标系 {crs} 不带带号。</translation>
        </message>
        <message>
            <source>Eastings (about {x}) begin with zone number {zone}; those of {crs} begin with {expected}.</source>
            <translation>横坐标（约 {x}）的带号为 {zone}，而 {crs} 的带号为 {expected}。</translation>
        </message>
        <message>
            <source>Eastings (about {x}) lack the zone number {zone} with which those of {crs} begin.</source>
            <translation>横坐标（约 {x}）缺少 {crs} 应有的带号 {zone}。</translation>
        </message>
        <message>
            <source>Edit targets, rules and thresholds in tables; the saved file is chosen here.</source>
            <translation>在表格中编辑目标、规则和阈值；保存后自动选用。</translation>
        </message>
        <message>
            <source>Edit …</source>
            <translation>编辑…</translation>
        </message>
        <message>
            <source>Effective mesh {when} (mu)</source>
            <translation>{when}有效连片规模（亩）</translation>
        </message>
        <message>
            <source>Either limit</source>
            <translation>达到任一项</translation>
        </message>
        <message>
            <source>Elsewhere</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>Empty the cells</source>
            <translation>清空单元格</translation>
        </message>
        <message>
            <source>Ending terms</source>
            <translation>到期用地</translation>
        </message>
        <message>
            <source>Ends of parcel ids on the map (BSM)</source>
            <translation>图上标注图斑标识码（BSM）末六位</translation>
        </message>
        <message>
            <source>English</source>
            <translation>英文</translation>
        </message>
        <message>
            <source>English name</source>
            <translation>英文名称</translation>
        </message>
        <message>
            <source>English title</source>
            <translation>英文标题</translation>
        </message>
        <message>
            <source>Enter TBDLMJ, or KCXS as 0.068 or 6.8%.</source>
            <translation>请填写 TBDLMJ，或将 KCXS 写为 0.068 或 6.8%。</translation>
        </message>
        <message>
            <source>Enter TBDLMJ.</source>
            <translation>请填写 TBDLMJ。</translation>
        </message>
        <message>
            <source>Enter a day of the form YYYY-MM-DD.</source>
            <translation>请填写日期，格式为 YYYY-MM-DD（年-月-日）。</translation>
        </message>
        <message>
            <source>Enter a number from {least} to {most}.</source>
            <translation>请输入 {least} 到 {most} 之间的数字。</translation>
        </message>
        <message>
            <source>Enter its code.</source>
            <translation>请填写代码。</translation>
        </message>
        <message>
            <source>Enter its code: 6 digits for a county, 9 for a township, 12 for a village.</source>
            <translation>请填写行政区代码：县级 6 位，乡级 9 位，村级 12 位。</translation>
        </message>
        <message>
            <source>Enter its unit code (ZLDWDM or XZQDM).</source>
            <translation>填写其行政区代码（ZLDWDM 或 XZQDM）。</translation>
        </message>
        <message>
            <source>Enter the 19-digit code; until then the parcel is counted under no county.</source>
            <translation>请填写 19 位代码；填写前该图斑不计入任何县。</translation>
        </message>
        <message>
            <source>Enter the area of record.</source>
            <translation>请填写图斑面积。</translation>
        </message>
        <message>
            <source>Enter the number, without unit.</source>
            <translation>请填写数字，不带单位。</translation>
        </message>
        <message>
            <source>Enter the whole code.</source>
            <translation>请填写完整代码。</translation>
        </message>
        <message>
            <source>Entries for the quota ledger; nothing is booked by itself.</source>
            <translation>供指标台账使用的记录；不自动记账。</translation>
        </message>
        <message>
            <source>Entry or case</source>
            <translation>台账或案件编号</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>事项</translation>
        </message>
        <message>
            <source>Events that people enter</source>
            <translation>人工填写的事项</translation>
        </message>
        <message>
            <source>Every folder, geodatabase or file of layers in it that has parcels is a county.</source>
            <translation>其中每个含图斑的子文件夹、地理数据库或图层文件即为一个县。</translation>
        </message>
        <message>
            <source>Example</source>
            <translation>举例</translation>
        </message>
        <message>
            <source>Examples</source>
            <translation>示例</translation>
        </message>
        <message>
            <source>Except classes</source>
            <translation>除外地类</translation>
        </message>
        <message>
            <source>Excluded</source>
            <translation>已排除</translation>
        </message>
        <message>
            <source>Excluded because of</source>
            <translation>排除原因</translation>
        </message>
        <message>
            <source>Excluded candidates</source>
            <translation>已排除的潜力地块</translation>
        </message>
        <message>
            <source>Explanation</source>
            <translation>说明</translation>
        </message>
        <message>
            <source>Explanations</source>
            <translation>填表说明</translation>
        </message>
        <message>
            <source>Export conflict atlas</source>
            <translation>导出占用冲突图集</translation>
        </message>
        <message>
            <source>Export county letters</source>
            <translation>生成分县函件</translation>
        </message>
        <message>
            <source>Export county maps</source>
            <translation>导出分县图</translation>
        </message>
        <message>
            <source>Export unit maps</source>
            <translation>导出全域图</translation>
        </message>
        <message>
            <source>Extend a neighbour to it, unless the land is another county's.</source>
            <translation>请将相邻图形扩至该处；属其他县的土地除外。</translation>
        </message>
        <message>
            <source>Fallow</source>
            <translation>休耕</translation>
        </message>
        <message>
            <source>Farmland Redline</source>
            <translation>耕地红线</translation>
        </message>
        <message>
            <source>Farmland Redline {paper} {orientation}</source>
            <translation>耕地红线 {paper} {orientation}</translation>
        </message>
        <message>
            <source>Farmland Redline: cultivated-land protection by county</source>
            <translation>耕地红线：分县（市、区）耕地保护分析</translation>
        </message>
        <message>
            <source>Farmland Redline: parcels, units, findings</source>
            <translation>耕地红线：图斑、行政区、问题图斑</translation>
        </message>
        <message>
            <source>Farmland projects verified: {count}, of them {bad} not balanced.</source>
            <translation>高标准农田等项目核查 {count} 个，其中进出不平衡 {bad} 个。</translation>
        </message>
        <message>
            <source>Feature</source>
            <translation>要素</translation>
        </message>
        <message>
            <source>Features of a source</source>
            <translation>数据源要素</translation>
        </message>
        <message>
            <source>Features read</source>
            <translation>读取范围</translation>
        </message>
        <message>
            <source>Features that fit a filter</source>
            <translation>符合筛选条件的要素</translation>
        </message>
        <message>
            <source>Field check sheet</source>
            <translation>耕地保护实地核查表</translation>
        </message>
        <message>
            <source>Field mapping</source>
            <translation>字段对应</translation>
        </message>
        <message>
            <source>Field mapping: column “{column}” of layer “{layer}” holds personal data and is not read. Map {name} to another column, or allow it by “Keep personal columns in outputs”.</source>
            <translation>字段对应：图层“{layer}”的字段“{column}”属于个人信息，不读取。请将 {name} 对应到其他字段，或打开“成果中保留个人信息字段”。</translation>
        </message>
        <message>
            <source>Field mapping: layer “{layer}” has no column “{column}”. Columns: {columns}.</source>
            <translation>字段对应：图层“{layer}”没有字段“{column}”。现有字段：{columns}。</translation>
        </message>
        <message>
            <source>Field mapping: “{name}” is no field of the survey. Fields: {fields}.</source>
            <translation>字段对应：“{name}”不是国土调查字段。可用字段：{fields}。</translation>
        </message>
        <message>
            <source>Field missing</source>
            <translation>缺少字段</translation>
        </message>
        <message>
            <source>Field of another kind</source>
            <translation>字段类型不符</translation>
        </message>
        <message>
            <source>Field on the hill that could go</source>
            <translation>可换出的山上耕地</translation>
        </message>
        <message>
            <source>Field ridges</source>
            <translation>田坎</translation>
        </message>
        <message>
            <source>Field ridges inside cultivated parcels are counted as class 1203.</source>
            <translation>耕地图斑内扣除的田坎按1203统计。</translation>
        </message>
        <message>
            <source>Field {field} has {length} characters, more than the {needed} of the standard: “{value}”.</source>
            <translation>字段{field}有 {length} 个字符，超过标准规定的 {needed} 个：“{value}”。</translation>
        </message>
        <message>
            <source>Field {field} is empty; land class {land} needs it (rule {rule}).</source>
            <translation>字段{field}为空；地类 {land} 必须填写（规则 {rule}）。</translation>
        </message>
        <message>
            <source>Field {field} is empty; the standard asks for it.</source>
            <translation>字段{field}为空，标准规定必填。</translation>
        </message>
        <message>
            <source>Field {field} is kept as {has}; the standard has {needs}.</source>
            <translation>字段{field}为{has}型，标准规定为{needs}型。</translation>
        </message>
        <message>
            <source>Field {field} is {value}; land class {land} needs {needed} (rule {rule}).</source>
            <translation>字段{field}的值为 {value}；地类 {land} 要求该值 {needed}（规则 {rule}）。</translation>
        </message>
        <message>
            <source>Field {field} is {value}; the standard has {decimals} decimals.</source>
            <translation>字段{field}为 {value}，标准规定保留 {decimals} 位小数。</translation>
        </message>
        <message>
            <source>Field {field} is “{value}” ({name}), a code of the draft of 2019.</source>
            <translation>字段{field}的值“{value}”（{name}）是2019年试行稿的代码。</translation>
        </message>
        <message>
            <source>Field {field} is “{value}”, which is no code of {needed} digits.</source>
            <translation>字段{field}的值“{value}”不是 {needed} 位数字代码。</translation>
        </message>
        <message>
            <source>Field {field} is “{value}”, which is no number.</source>
            <translation>字段{field}的值“{value}”不是数字。</translation>
        </message>
        <message>
            <source>Field {field} is “{value}”, which its table of codes does not have.</source>
            <translation>字段{field}的值“{value}”不在其代码表中。</translation>
        </message>
        <message>
            <source>Field {field} is “{value}”, which land class {land} may not have (rule {rule}).</source>
            <translation>字段{field}的值为“{value}”，地类 {land} 不允许填写（规则 {rule}）。</translation>
        </message>
        <message>
            <source>Field {field} is “{value}”; land class {land} takes only {allowed} (rule {rule}).</source>
            <translation>字段{field}的值为“{value}”；地类 {land} 只能填 {allowed}（规则 {rule}）。</translation>
        </message>
        <message>
            <source>Field {field} is “{value}”; on land class {land} it has to be empty (rule {rule}).</source>
            <translation>字段{field}的值为“{value}”；地类 {land} 应为空（规则 {rule}）。</translation>
        </message>
        <message>
            <source>Fields</source>
            <translation>字段</translation>
        </message>
        <message>
            <source>Figures by unit</source>
            <translation>各单位数据</translation>
        </message>
        <message>
            <source>Figures of both runs</source>
            <translation>两次运行的数字</translation>
        </message>
        <message>
            <source>Figures of the dashboard</source>
            <translation>计算看板数据</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>File (GeoPackage, shapefile) …</source>
            <translation>文件（GeoPackage、Shapefile）…</translation>
        </message>
        <message>
            <source>Files of the same run: the folder {folder} has these tables with all rows and columns, and more; {package} has the layers and can be opened in QGIS; maps has one PDF a county, if maps were made.</source>
            <translation>本次运行的其他成果：{folder} 文件夹含以上各表的全部行列及其他表格（CSV）；{package} 含各成果图层，可在 QGIS 中打开；如已生成分县图，maps 文件夹中每县一幅 PDF。</translation>
        </message>
        <message>
            <source>Files of the same run: {workbook} has these tables with all rows and columns, and more; {package} has the layers and can be opened in QGIS; maps has one PDF a county, if maps were made.</source>
            <translation>本次运行的其他成果：{workbook} 含以上各表的全部行列及其他表格；{package} 含各成果图层，可在 QGIS 中打开；如已生成分县图，maps 文件夹中每县一幅 PDF。</translation>
        </message>
        <message>
            <source>Fill in one row each; the two grey rows are examples: write over them, or delete them.</source>
            <translation>每项填一行；两行灰色内容为示例，请覆盖或删除。</translation>
        </message>
        <message>
            <source>Fill it in.</source>
            <translation>请填写。</translation>
        </message>
        <message>
            <source>Fills in the table that offices hand in for the assessment (measure 33): for each city and county a line for each requirement, with task, actual figure, difference, state and source.
The figures come from results that are there: nothing is computed anew. What the results lack is “no data”, never “met”; what only people know is “by hand”. The lines are the rows of the policy's table check_lines, with their sources; add, change or drop them there.</source>
            <translation>按考核要求生成自查表（举措33）：每个市、县每项要求一行，列出任务、实际、差额、状态和来源。
数字取自已有成果，不重新计算。成果中没有的为“无数据”，绝不算达标；只有人知道的为“人工填写”。各行即政策文件 check_lines 表的行，均注明依据，可在其中增删修改。</translation>
        </message>
        <message>
            <source>Find in this list</source>
            <translation>在本清单中查找</translation>
        </message>
        <message>
            <source>Find parcel, unit or finding</source>
            <translation>查找图斑、行政区或问题图斑</translation>
        </message>
        <message>
            <source>Find restoration candidates</source>
            <translation>查找恢复潜力地块</translation>
        </message>
        <message>
            <source>Find supplements</source>
            <translation>永农补划查找</translation>
        </message>
        <message>
            <source>Finding</source>
            <translation>核查图斑</translation>
        </message>
        <message>
            <source>Finding id</source>
            <translation>核查图斑编号</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>待核查图斑</translation>
        </message>
        <message>
            <source>Findings after the review, beside the computed sums</source>
            <translation>核查后的结果与计算结果对照</translation>
        </message>
        <message>
            <source>Findings are being read …</source>
            <translation>正在读取待核查图斑…</translation>
        </message>
        <message>
            <source>Findings by decision</source>
            <translation>按决定筛选</translation>
        </message>
        <message>
            <source>Findings by unit and class</source>
            <translation>发现汇总（分行政区、地类）</translation>
        </message>
        <message>
            <source>Findings of the layer {layer} are no use of land, and cannot be illegal. Nothing was written.</source>
            <translation>图层 {layer} 中的不是用地行为，不能认定为违法。未写入任何内容。</translation>
        </message>
        <message>
            <source>Findings on the use of cultivated land</source>
            <translation>耕地利用发现规则</translation>
        </message>
        <message>
            <source>Findings on the use of cultivated land, piece by piece</source>
            <translation>耕地利用发现（逐块）</translation>
        </message>
        <message>
            <source>Findings on use</source>
            <translation>耕地利用发现</translation>
        </message>
        <message>
            <source>Findings that differ</source>
            <translation>有差异的图斑</translation>
        </message>
        <message>
            <source>Findings to check</source>
            <translation>待核查图斑</translation>
        </message>
        <message>
            <source>Findings to check in the field</source>
            <translation>待实地核查图斑清单</translation>
        </message>
        <message>
            <source>Finds every piece that could become cultivated land again, by the sources of measures 13 and 20.
Each candidate has a source and a tier (at once, with works, other), what excludes it, whether crops defer it (yes, no, unknown), and its net area: less the field ridges at its slope.</source>
            <translation>按举措13和举措20所列来源，查找可恢复为耕地的碎块。
每个恢复潜力地块列明潜力来源、恢复难易（即可恢复、工程恢复、其他潜力）、排除原因、是否因作物暂缓（暂缓、不暂缓、待核实）和净面积（按坡度扣除田坎）。</translation>
        </message>
        <message>
            <source>Finds every use of permanent basic farmland that the policy forbids or wants checked.
Each piece gets the first rule that fits, with kind, measure, severity (3 forbidden non-agricultural, 2 forbidden agricultural, 1 to verify, 0 note) and origin (lost, legacy, unknown). Land under a valid approval is listed apart. A conflict shows a use, not an illegality.</source>
            <translation>查找政策禁止或须核实的永久基本农田占用。
每个碎块按最先符合的规则判定，列明冲突类型、对应举措、严重程度（3 禁止的非农占用，2 禁止的农业占用，1 须核实，0 提示）和基期状况（lost 划定时为耕地，legacy 划定时即非耕地，unknown 划定地类不明）。有有效批准的用地单列。占用冲突反映用途情况，不等于认定违法。</translation>
        </message>
        <message>
            <source>Finds land to replace permanent basic farmland that a project takes: of equal area and quality (measures 14, 17 and 27).
Eligible is stable cultivated land outside PBF that nothing in the policy bars. First comes the PBF reserve, then what adjoins PBF, then the same village, township and county; inside these the best grade. Whole pieces are chosen until area, paddy and mean grade are made good; a piece that would make the mean grade worse than needed waits. Grades count down: 1 is the best.</source>
            <translation>为项目占用的永久基本农田查找补划地块：面积相等、质量相当（举措14、17、27）。
可补划的是永久基本农田以外、政策文件未排除的稳定利用耕地。先永久基本农田储备区，再与永久基本农田相邻的，再同村、同乡、同县；同一档内等别好的在前。整块选取，直到面积、水田和平均等别均满足；会使平均等别变差的先跳过。等别 1 为最好。</translation>
        </message>
        <message>
            <source>Finds what is wrong with survey parcels, zones and units, feature by feature, with place and remedy.
Errors falsify results or stop a run, warnings break the survey's standard, notes are worth a look. What every feature of a layer has is told once. Nothing is changed; layers of a million parcels take minutes and little memory.</source>
            <translation>逐要素检查国土调查图斑、分区和行政区，列出问题、位置和处理办法。
“错误”会使结果失真或无法运行，“警告”不符合调查标准，“提示”供核查。图层中所有要素共有的问题只列一条。检查不改动数据；百万图斑的图层数分钟即可完成，占用内存很少。</translation>
        </message>
        <message>
            <source>First alternative</source>
            <translation>第一方案</translation>
        </message>
        <message>
            <source>Flag</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>Flag occupation conflicts</source>
            <translation>识别占用冲突</translation>
        </message>
        <message>
            <source>Flags</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>Flags of candidates</source>
            <translation>潜力地块标记</translation>
        </message>
        <message>
            <source>Flags of conflicts</source>
            <translation>占用冲突标记</translation>
        </message>
        <message>
            <source>Flows by unit</source>
            <translation>分区流量表</translation>
        </message>
        <message>
            <source>Flows of cultivated land</source>
            <translation>耕地流入流出</translation>
        </message>
        <message>
            <source>Flows of cultivated land between both surveys (measures 17, 30), by unit</source>
            <translation>两次调查间耕地流入流出（举措17、30），按行政区</translation>
        </message>
        <message>
            <source>Flows of the year</source>
            <translation>当年流量表</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Folder for the atlas</source>
            <translation>图集文件夹</translation>
        </message>
        <message>
            <source>Folder for the letters</source>
            <translation>函件文件夹</translation>
        </message>
        <message>
            <source>Folder for the lists</source>
            <translation>清单输出文件夹</translation>
        </message>
        <message>
            <source>Folder for the maps</source>
            <translation>地图文件夹</translation>
        </message>
        <message>
            <source>Folder for the sheets</source>
            <translation>核查表输出文件夹</translation>
        </message>
        <message>
            <source>Folder from the devices</source>
            <translation>外业回传文件夹</translation>
        </message>
        <message>
            <source>Folder of counties</source>
            <translation>分县数据文件夹</translation>
        </message>
        <message>
            <source>Folder or file geodatabase</source>
            <translation>文件夹或文件地理数据库</translation>
        </message>
        <message>
            <source>Folder or file geodatabase …</source>
            <translation>文件夹或文件地理数据库…</translation>
        </message>
        <message>
            <source>For an address that begins with tls://: the folder with ca.pem (who signs for scheduler, workers and this machine), cert.pem and key.pem (this machine's own, without a password). Then all is encrypted, and each proves who he is.</source>
            <translation>用于以 tls:// 开头的地址：存有 ca.pem（为调度器、工作节点和本机签发证书的机构）、cert.pem 和 key.pem（本机的证书和私钥，私钥不设密码）的文件夹。此时通信全部加密，各方都须证明身份。</translation>
        </message>
        <message>
            <source>For files whose eastings have no zone number before them, and which state no zone.</source>
            <translation>用于东坐标不带带号、文件也未写明带号的情形。</translation>
        </message>
        <message>
            <source>For information</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>For information only (severity 0), not in the total</source>
            <translation>仅提示（0级，不计入合计）</translation>
        </message>
        <message>
            <source>For information only, in no total: {count} parcels, gross area {area} mu.</source>
            <translation>另有提示 {count} 个图斑，毛面积 {area} 亩，不计入合计。</translation>
        </message>
        <message>
            <source>For layers that are not recognised: layer=role; layer=role. Roles: see resources/survey/roles.yaml.</source>
            <translation>用于不能识别的图层，写法：图层=角色; 图层=角色。角色见 resources/survey/roles.yaml。</translation>
        </message>
        <message>
            <source>For parcel fields with other names: DLBM=column; TBMJ=column. It comes before the office's profile.</source>
            <translation>用于名称不同的图斑字段，写法：DLBM=字段; TBMJ=字段。优先于单位配置。</translation>
        </message>
        <message>
            <source>For planting</source>
            <translation>种植设施</translation>
        </message>
        <message>
            <source>For surveys that one machine divides too slowly: the address of a Dask scheduler, for example tcp://10.0.0.5:8786, whose workers divide the parcels. The parcels must be a GeoPackage on a drive that every worker sees under the same path. The results are the same. What the scheduler sends is executed on this machine, and the reverse: give only one that you trust, in a network of trusted people, or by tls:// with certificates. No profile, policy, project or setting gives an address.</source>
            <translation>数据量大、单机叠加过慢时使用：填写 Dask 调度器的地址，如 tcp://10.0.0.5:8786，由其工作节点完成图斑叠加。图斑须为 GeoPackage，存放在各节点都能以同一路径访问的共享盘上。结果与单机完全相同。调度器发来的内容会在本机执行，反之亦然：只填写可信的调度器，并在只有可信人员的网络中使用，或用 tls:// 加证书。单位配置、政策文件、工程和系统设置都不能提供该地址。</translation>
        </message>
        <message>
            <source>Forbidden</source>
            <translation>不得选址</translation>
        </message>
        <message>
            <source>Forestry must agree</source>
            <translation>须林业同意</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>核对结果</translation>
        </message>
        <message>
            <source>Found on the spot</source>
            <translation>实地核查情况</translation>
        </message>
        <message>
            <source>Fragment</source>
            <translation>碎片</translation>
        </message>
        <message>
            <source>Free</source>
            <translation>可直接恢复</translation>
        </message>
        <message>
            <source>Free potential</source>
            <translation>可直接恢复潜力</translation>
        </message>
        <message>
            <source>Free potential against the gap</source>
            <translation>可直接恢复潜力与剩余缺口</translation>
        </message>
        <message>
            <source>Free potential against the task of {year}</source>
            <translation>可直接恢复潜力与{year}年度任务</translation>
        </message>
        <message>
            <source>Free potential is {area} mu in all; by county it leaves: {units}.</source>
            <translation>可直接恢复潜力共 {area} 亩，分县（市、区）对照尚差：{units}。</translation>
        </message>
        <message>
            <source>Free potential of {area} mu could fill it; it is potential, not restored land.</source>
            <translation>可直接恢复潜力 {area} 亩，可以补足；潜力不等于已恢复耕地。</translation>
        </message>
        <message>
            <source>Free potential of {area} mu would leave at most {missing} mu of it.</source>
            <translation>可直接恢复潜力 {area} 亩，至多尚差 {missing} 亩。</translation>
        </message>
        <message>
            <source>Free potential of {area} mu would leave {missing} mu of it.</source>
            <translation>可直接恢复潜力 {area} 亩，尚差 {missing} 亩。</translation>
        </message>
        <message>
            <source>Free restoration potential</source>
            <translation>可直接恢复的潜力</translation>
        </message>
        <message>
            <source>Free, {tier}, net (m²)</source>
            <translation>可利用，{tier}，净面积（平方米）</translation>
        </message>
        <message>
            <source>Freeze</source>
            <translation>冻结</translation>
        </message>
        <message>
            <source>From</source>
            <translation>起</translation>
        </message>
        <message>
            <source>From 1 January on</source>
            <translation>自当年1月1日起</translation>
        </message>
        <message>
            <source>Frozen</source>
            <translation>冻结</translation>
        </message>
        <message>
            <source>Frozen if leads froze already</source>
            <translation>按线索即冻结时的冻结数量</translation>
        </message>
        <message>
            <source>Frozen paddy</source>
            <translation>冻结水田</translation>
        </message>
        <message>
            <source>Frozen quota</source>
            <translation>冻结指标</translation>
        </message>
        <message>
            <source>Frozen quota (m²)</source>
            <translation>冻结指标（平方米）</translation>
        </message>
        <message>
            <source>Frozen quota by county (measure 38)</source>
            <translation>冻结指标，按县（举措38）</translation>
        </message>
        <message>
            <source>Frozen quota used</source>
            <translation>冻结转核销</translation>
        </message>
        <message>
            <source>Frozen quota: {found:,.2f} m² of illegal construction = {frozen:,.2f} frozen + {restored:,.2f} restored + {legalised:,.2f} legalised; closure {closure:.2f} m²</source>
            <translation>冻结指标：违法非农建设占用耕地 {found:,.2f} 平方米＝冻结 {frozen:,.2f}＋已复耕 {restored:,.2f}＋已补办 {legalised:,.2f}，闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>Further columns with personal data, which reach no output; the usual ones are known.</source>
            <translation>其他含个人信息、不得进入成果的字段；常见的已内置。</translation>
        </message>
        <message>
            <source>Further corners on the next page</source>
            <translation>其余界址点见下页</translation>
        </message>
        <message>
            <source>Further steps</source>
            <translation>进一步措施</translation>
        </message>
        <message>
            <source>Further survey parcels</source>
            <translation>其他国土调查图斑</translation>
        </message>
        <message>
            <source>Further tables of results</source>
            <translation>其他成果表</translation>
        </message>
        <message>
            <source>Further zone layers</source>
            <translation>其他分区图层</translation>
        </message>
        <message>
            <source>Gap</source>
            <translation>耕地缺口</translation>
        </message>
        <message>
            <source>Gap (mu)</source>
            <translation>缺口（亩）</translation>
        </message>
        <message>
            <source>Gap and potential</source>
            <translation>缺口与潜力</translation>
        </message>
        <message>
            <source>Gap and restoration (mu)</source>
            <translation>缺口与恢复任务（亩）</translation>
        </message>
        <message>
            <source>Gap filled</source>
            <translation>缺口已补足</translation>
        </message>
        <message>
            <source>Gap left</source>
            <translation>剩余缺口</translation>
        </message>
        <message>
            <source>Gap left after what is free</source>
            <translation>可直接恢复后剩余缺口</translation>
        </message>
        <message>
            <source>Gap left and restoration potential</source>
            <translation>剩余缺口与恢复潜力</translation>
        </message>
        <message>
            <source>Gap left and restoration potential (10,000 mu)</source>
            <translation>剩余缺口与恢复潜力（万亩）</translation>
        </message>
        <message>
            <source>Gap left at most</source>
            <translation>剩余缺口上限</translation>
        </message>
        <message>
            <source>Gap left at most, before restored land</source>
            <translation>剩余缺口上限（未扣已恢复）</translation>
        </message>
        <message>
            <source>Gap left at most: {area}</source>
            <translation>剩余缺口至多：{area}</translation>
        </message>
        <message>
            <source>Gap left, {unit}: {left} (10,000 mu).</source>
            <translation>{unit}剩余缺口 {left} 万亩。</translation>
        </message>
        <message>
            <source>Gap left: {area}</source>
            <translation>剩余缺口 {area}</translation>
        </message>
        <message>
            <source>Gap open</source>
            <translation>尚有缺口</translation>
        </message>
        <message>
            <source>Gap to restore</source>
            <translation>耕地恢复任务缺口</translation>
        </message>
        <message>
            <source>Gap to the second-survey target</source>
            <translation>与二调目标的缺口</translation>
        </message>
        <message>
            <source>Gap, {unit}: {left} (10,000 mu); what was restored of it is not known.</source>
            <translation>{unit}耕地缺口 {left} 万亩，已恢复面积未提供，剩余缺口尚不能确定。</translation>
        </message>
        <message>
            <source>General warning</source>
            <translation>一般警示</translation>
        </message>
        <message>
            <source>General warnings in a row</source>
            <translation>连续一般警示次数</translation>
        </message>
        <message>
            <source>GeoPackage</source>
            <translation>GeoPackage</translation>
        </message>
        <message>
            <source>GeoPackage of results</source>
            <translation>成果 GeoPackage</translation>
        </message>
        <message>
            <source>Geodesic</source>
            <translation>大地线法</translation>
        </message>
        <message>
            <source>Geometry</source>
            <translation>几何</translation>
        </message>
        <message>
            <source>Give an earlier survey that has all of the patch; until then look at the rest by hand.</source>
            <translation>请给出覆盖整个监测图斑的前一次调查；此前其余部分请人工核实。</translation>
        </message>
        <message>
            <source>Give each parcel its own BSM; until then results add a hash of its geometry.</source>
            <translation>请使每个图斑的 BSM 唯一；更正前成果在其后加几何图形的哈希值。</translation>
        </message>
        <message>
            <source>Give each parcel of a village its own number.</source>
            <translation>请使同一村内的图斑编号唯一。</translation>
        </message>
        <message>
            <source>Give each zone its own BSM; until then results name it by layer and feature number.</source>
            <translation>请使每个分区的 BSM 唯一；更正前成果以图层名和要素号标识该分区。</translation>
        </message>
        <message>
            <source>Give either the folder of counties or the list of counties.</source>
            <translation>请在“分县数据文件夹”和“县名单”中指定且只指定一项。</translation>
        </message>
        <message>
            <source>Give it a BSM; until then results name it by a hash of its geometry.</source>
            <translation>请补填 BSM；补填前成果以几何图形的哈希值标识该图斑。</translation>
        </message>
        <message>
            <source>Give the PBF layer its DLBM, or add last year's survey; until then the origin is unknown.</source>
            <translation>请为永久基本农田图层补填 DLBM，或加入上年度国土变更调查；否则基期状况不明。</translation>
        </message>
        <message>
            <source>Give the layer and run again.</source>
            <translation>请补充该图层后重新运行。</translation>
        </message>
        <message>
            <source>Give the outlines as a layer.</source>
            <translation>请以图层给出界线。</translation>
        </message>
        <message>
            <source>Give the parcels of all counties in which it lies; until then look at the rest by hand.</source>
            <translation>请给出其所在各县的图斑；此前其余部分请人工核实。</translation>
        </message>
        <message>
            <source>Give the parcels of the neighbouring county too, or correct the outline.</source>
            <translation>同时给出相邻县的图斑，或改正界线。</translation>
        </message>
        <message>
            <source>Give the survey parcels and the earlier survey, or the process layer of the update (DLTBGXGC).</source>
            <translation>请给出调查图斑和前一次调查，或更新过程层（DLTBGXGC）。</translation>
        </message>
        <message>
            <source>Given shares</source>
            <translation>指定份额</translation>
        </message>
        <message>
            <source>Gives monitoring patches a preliminary verdict against two surveys, approvals, temporary land and registered facilities, and fills in the case table (measures 2, 30, 36 and 37).
In this order: approved to 95 % (covered); partly approved; temporary land in its term, to be reclaimed, overdue; registered facility; still the same cultivated land (no change, if the survey is newer than the patch); else suspected. Covered and unchanged patches make no case, nor does land that was not cultivated. Suspected is the net area before that nothing valid covers; rims up to 2 m along an approved edge are listed apart. Only a person sets “illegal”.
Example: a patch of 3,000 m² over 2,796.00 m² of paddy, an approval over 1,200 m²: partly, suspected 1,677.60 m². A patch over two counties makes two cases; a patch that lies on an earlier one to half or more repeats it. Only the parcels that the patches meet are read.</source>
            <translation>对照前后两次调查、用地批准、临时用地和设施备案，对监测图斑作出初判，并预填案件表（举措2、30、36、37）。
依次为：批准覆盖95%以上（已批准）；部分批准；临时用地期内、待复垦、超期；设施备案；仍为同一耕地地类（调查不早于图斑的为无变化）；其余为疑似。已批准、无变化和前为非耕地的不立案件。疑似面积为没有任何有效依据的前时点净面积；沿已批准边缘不超过2米的边缘误差单列。只有人工才能认定“违法”。
例：图斑3,000平方米，前为水田2,796.00平方米，批准覆盖1,200平方米：部分批准，疑似1,677.60平方米。跨县图斑分为两案；与较早图斑重叠一半以上的为重复。只读取图斑涉及的调查图斑。</translation>
        </message>
        <message>
            <source>Go on after an interruption</source>
            <translation>中断后续做</translation>
        </message>
        <message>
            <source>Goes or comes</source>
            <translation>换出或换入</translation>
        </message>
        <message>
            <source>Goes, net (m²)</source>
            <translation>换出净面积（平方米）</translation>
        </message>
        <message>
            <source>Grade</source>
            <translation>等别</translation>
        </message>
        <message>
            <source>Grade column</source>
            <translation>等别字段</translation>
        </message>
        <message>
            <source>Gross area</source>
            <translation>毛面积</translation>
        </message>
        <message>
            <source>Gross area (mu)</source>
            <translation>毛面积（亩）</translation>
        </message>
        <message>
            <source>Gross area (m²)</source>
            <translation>毛面积（平方米）</translation>
        </message>
        <message>
            <source>Gross area by class before and class now</source>
            <translation>前地类与现地类转移矩阵（毛面积）</translation>
        </message>
        <message>
            <source>Gross area by county (mu)</source>
            <translation>分县（市、区）毛面积（亩）</translation>
        </message>
        <message>
            <source>Gross area by county, class before and class now; field ridges are the class 1203 on both sides.</source>
            <translation>按县、前地类、后地类的毛面积；田坎两侧均列为 1203。</translation>
        </message>
        <message>
            <source>Gross area by severity (mu)</source>
            <translation>按严重程度毛面积（亩）</translation>
        </message>
        <message>
            <source>Gross areas are shares of the parcels' area of record (TBMJ), ridges inside. Net areas are shares of the net area (TBDLMJ) of cultivated land (01), without ridges. Registered areas are those of the PBF layer (YJJBNTMJ). 1 mu = 2000/3 m²; an empty cell means not known or not given, never 0.</source>
            <translation>毛面积为分得的图斑面积（TBMJ），含田坎；净面积为分得的耕地（01）图斑地类面积（TBDLMJ），不含田坎；登记面积取自永久基本农田图层（YJJBNTMJ）。1亩=2000/3平方米；空白表示不明或未提供，不是0。</translation>
        </message>
        <message>
            <source>Gross areas in mu; what is for information only (severity 0) is left out.</source>
            <translation>毛面积，单位：亩；仅提示的（0级）未列。</translation>
        </message>
        <message>
            <source>Groups of classes</source>
            <translation>地类组</translation>
        </message>
        <message>
            <source>Groups of use</source>
            <translation>用途组</translation>
        </message>
        <message>
            <source>Half-year</source>
            <translation>半年</translation>
        </message>
        <message>
            <source>Hectares</source>
            <translation>公顷</translation>
        </message>
        <message>
            <source>Heights or measures</source>
            <translation>Z 值或 M 值</translation>
        </message>
        <message>
            <source>Held now (net)</source>
            <translation>现状（净面积）</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>High-standard farmland projects</source>
            <translation>高标准农田项目</translation>
        </message>
        <message>
            <source>Holding</source>
            <translation>耕地保有量</translation>
        </message>
        <message>
            <source>Holding and PBF against targets</source>
            <translation>耕地保有量、永久基本农田与目标对照</translation>
        </message>
        <message>
            <source>Holding and PBF against targets, for the veto (measure 33): a result.</source>
            <translation>耕地保有量、永久基本农田与目标对照的成果表，用于一票否决（举措33）。</translation>
        </message>
        <message>
            <source>Holding before</source>
            <translation>原耕地保有量</translation>
        </message>
        <message>
            <source>Holding below its target</source>
            <translation>耕地保有量低于目标</translation>
        </message>
        <message>
            <source>Holding now</source>
            <translation>现耕地保有量</translation>
        </message>
        <message>
            <source>How the office names fields, layers and units where that differs from the standards: a file made by “Save office profile”, or by hand. “Field mapping” and “Roles of zone layers” come before it. It also holds what the office's letters bear: letterhead, document number, signature, date, and whom to ask.</source>
            <translation>本单位的字段、图层和行政区命名与标准不同之处：由“保存单位配置”生成或手工编写的文件。“字段对应”和“分区图层角色”优先于它。函件要素也存于此文件：发文机关标志、发文字号、发文机关署名、成文日期、联系人和电话。</translation>
        </message>
        <message>
            <source>How the office numbers its letters, with {year} and {number} where both go. The year is that of the letter's date; what is not known stays blank.</source>
            <translation>本单位函件的发文字号，年份和序号的位置写 {year} 和 {number}。年份取成文日期的年份；没有的部分留空待填。</translation>
        </message>
        <message>
            <source>Id</source>
            <translation>标识</translation>
        </message>
        <message>
            <source>Id code</source>
            <translation>标识码</translation>
        </message>
        <message>
            <source>Id of abandoned land</source>
            <translation>撂荒耕地编号</translation>
        </message>
        <message>
            <source>Id: {identifier}</source>
            <translation>编号：{identifier}</translation>
        </message>
        <message>
            <source>Identifier (BSM) {bsm} is used by several parcels.</source>
            <translation>标识码（BSM）{bsm} 被多个图斑使用。</translation>
        </message>
        <message>
            <source>Identifier (BSM) {bsm} is used by several zones.</source>
            <translation>标识码（BSM）{bsm} 被多个分区使用。</translation>
        </message>
        <message>
            <source>Identifier missing</source>
            <translation>标识码缺失</translation>
        </message>
        <message>
            <source>Identifier of zones repeated</source>
            <translation>分区标识码重复</translation>
        </message>
        <message>
            <source>Identifier repeated</source>
            <translation>标识码重复</translation>
        </message>
        <message>
            <source>Identifiers</source>
            <translation>标识码</translation>
        </message>
        <message>
            <source>Ids of the findings</source>
            <translation>图斑编号</translation>
        </message>
        <message>
            <source>If the boundary was not moved, check that the later survey is complete.</source>
            <translation>界线没有调整的，请检查后一次调查数据是否完整。</translation>
        </message>
        <message>
            <source>Illegal</source>
            <translation>违法</translation>
        </message>
        <message>
            <source>Illegal area and share at or over the limits</source>
            <translation>违法占用面积和比例达到限值</translation>
        </message>
        <message>
            <source>Illegal cases found</source>
            <translation>发现违法案件数</translation>
        </message>
        <message>
            <source>Illegal cases until {date}: {area:,.2f} mu in all periods; closure {closure:.2f} mu</source>
            <translation>截至 {date} 违法案件：各时段合计 {area:,.2f} 亩，闭合差 {closure:.2f} 亩</translation>
        </message>
        <message>
            <source>Illegal construction found (net)</source>
            <translation>违法非农建设占用耕地（净）</translation>
        </message>
        <message>
            <source>Illegal cultivated land of the year</source>
            <translation>当年违法占用耕地</translation>
        </message>
        <message>
            <source>Illegal in the period: {area}</source>
            <translation>本期违法占用：{area}</translation>
        </message>
        <message>
            <source>Illegal, net before</source>
            <translation>违法占用（占用前净面积）</translation>
        </message>
        <message>
            <source>Illegal, not closed</source>
            <translation>违法未结案</translation>
        </message>
        <message>
            <source>Illegal: {area}</source>
            <translation>违法占用：{area}</translation>
        </message>
        <message>
            <source>Import patrol results</source>
            <translation>导入巡查结果</translation>
        </message>
        <message>
            <source>Import targets into a policy</source>
            <translation>导入目标到政策文件</translation>
        </message>
        <message>
            <source>Import targets …</source>
            <translation>导入目标…</translation>
        </message>
        <message>
            <source>In PBF, cultivated net</source>
            <translation>永久基本农田内耕地净面积</translation>
        </message>
        <message>
            <source>In PBF, gross</source>
            <translation>永久基本农田内毛面积</translation>
        </message>
        <message>
            <source>In PBF, registered</source>
            <translation>永久基本农田登记面积</translation>
        </message>
        <message>
            <source>In and out</source>
            <translation>进出平衡</translation>
        </message>
        <message>
            <source>In and out inside projects (measures 24 to 27)</source>
            <translation>项目区内耕地进出（举措24至27）</translation>
        </message>
        <message>
            <source>In each county's folder.</source>
            <translation>放在各县的文件夹中。</translation>
        </message>
        <message>
            <source>In each county's folder. Needs the Python library python-docx.</source>
            <translation>放在各县的文件夹中。需要 Python 库 python-docx。</translation>
        </message>
        <message>
            <source>In farmland projects</source>
            <translation>高标准农田等项目内</translation>
        </message>
        <message>
            <source>In less out</source>
            <translation>实际转进减转出</translation>
        </message>
        <message>
            <source>In mu</source>
            <translation>单位：亩</translation>
        </message>
        <message>
            <source>In one finding</source>
            <translation>单次发现</translation>
        </message>
        <message>
            <source>In place of both surveys: rows of a parcel before and after, as the yearly update's package has them (measures 17, 30). The flows are the same; the holdings are those of the land that it lists. Its ridges, and marks of restorable land that vanish, are checked; with the earlier survey its sums, too.</source>
            <translation>代替两次调查：更新数据包中变更前、变更后图斑成对的行（举措17、30）。流入流出相同；年初、年末耕地只是过程层所列土地的数字。同时检查其扣除面积和消失的恢复属性；另给出前一次调查的，还检查各图斑面积之和。</translation>
        </message>
        <message>
            <source>In rims along covered edges</source>
            <translation>边缘误差</translation>
        </message>
        <message>
            <source>In the PBF reserve zone</source>
            <translation>永久基本农田储备区内</translation>
        </message>
        <message>
            <source>In the ecological red line</source>
            <translation>生态保护红线内</translation>
        </message>
        <message>
            <source>In the farmland reserve zone</source>
            <translation>补充耕地储备区内</translation>
        </message>
        <message>
            <source>In the forest boundary</source>
            <translation>林地管理边界内</translation>
        </message>
        <message>
            <source>In the planned scope</source>
            <translation>规划建设范围内</translation>
        </message>
        <message>
            <source>In the protection target</source>
            <translation>耕地保护目标内</translation>
        </message>
        <message>
            <source>In the same county</source>
            <translation>同县</translation>
        </message>
        <message>
            <source>In the same township</source>
            <translation>同乡</translation>
        </message>
        <message>
            <source>In the same village</source>
            <translation>同村</translation>
        </message>
        <message>
            <source>In total</source>
            <translation>累积</translation>
        </message>
        <message>
            <source>In {name} {twice_m2} m² ({twice_mu} mu) of delimited permanent basic farmland are registered twice and counted once. Against its task the county has {without_mu} mu; counted twice it would be {with_mu} mu.</source>
            <translation>{name}有 {twice_m2} 平方米（{twice_mu} 亩）划定的永久基本农田重复登记，只计一次。全县与任务相比为 {without_mu} 亩；若重复计入则为 {with_mu} 亩。</translation>
        </message>
        <message>
            <source>Increase of stable land</source>
            <translation>稳定耕地净增加</translation>
        </message>
        <message>
            <source>Index, sheet {number} of {count}</source>
            <translation>分幅索引，第 {number} 幅，共 {count} 幅</translation>
        </message>
        <message>
            <source>Indicator</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Inflow</source>
            <translation>流入</translation>
        </message>
        <message>
            <source>Inflow (m²)</source>
            <translation>流入（平方米）</translation>
        </message>
        <message>
            <source>Inflow by where it came from</source>
            <translation>流入来源</translation>
        </message>
        <message>
            <source>Inflow from {what}</source>
            <translation>流入来源：{what}</translation>
        </message>
        <message>
            <source>Inflow inside registered restored land</source>
            <translation>其中登记恢复范围内的流入</translation>
        </message>
        <message>
            <source>Inflow less outflow</source>
            <translation>净流入</translation>
        </message>
        <message>
            <source>Inflow less outflow since the base survey (net)</source>
            <translation>基准调查以来净流入（净）</translation>
        </message>
        <message>
            <source>Inflow less outflow since the base survey is {net_m2} m²: nothing of the gap is restored.</source>
            <translation>基准调查以来流入减流出为 {net_m2} 平方米，缺口未恢复。</translation>
        </message>
        <message>
            <source>Inflow of paddy</source>
            <translation>水田流入</translation>
        </message>
        <message>
            <source>Inflow since the base survey (net)</source>
            <translation>基准调查以来流入（净）</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入数据</translation>
        </message>
        <message>
            <source>Input data</source>
            <translation>输入数据</translation>
        </message>
        <message>
            <source>Inside</source>
            <translation>内</translation>
        </message>
        <message>
            <source>Inside PBF</source>
            <translation>永久基本农田内</translation>
        </message>
        <message>
            <source>Inside PBF, gross</source>
            <translation>永久基本农田内（毛）</translation>
        </message>
        <message>
            <source>Inside PBF, net (m²)</source>
            <translation>永久基本农田内净面积（平方米）</translation>
        </message>
        <message>
            <source>Inside PBF, not cultivated now</source>
            <translation>永久基本农田内的现状非耕地</translation>
        </message>
        <message>
            <source>Inside permanent basic farmland</source>
            <translation>是否在永久基本农田内</translation>
        </message>
        <message>
            <source>Inside the red line, gross</source>
            <translation>生态保护红线内（毛）</translation>
        </message>
        <message>
            <source>Inside the survey, gross</source>
            <translation>调查范围内（毛）</translation>
        </message>
        <message>
            <source>Inside the urban boundary, gross</source>
            <translation>城镇开发边界内（毛）</translation>
        </message>
        <message>
            <source>Install {package} with apt; or put these files from PyPI into the folder {folder}, and run again: {files}.</source>
            <translation>请用 apt 安装 {package}；或把以下来自 PyPI 的文件放入文件夹 {folder} 后重新运行：{files}。</translation>
        </message>
        <message>
            <source>Instead of a file for each part.</source>
            <translation>不按单位分文件。</translation>
        </message>
        <message>
            <source>Instead of a file for each part. Needs the Python library pypdf.</source>
            <translation>不再每部分一个文件。需要 Python 库 pypdf。</translation>
        </message>
        <message>
            <source>Instead of the folder: a text with a county a line, its path or its name, a comma and the path; relative paths begin at the list's folder.</source>
            <translation>代替文件夹：文本文件，每行一个县，写路径，或写名称、逗号和路径；相对路径以名单所在文件夹为起点。</translation>
        </message>
        <message>
            <source>Into the project</source>
            <translation>加入工程</translation>
        </message>
        <message>
            <source>Invalid parcel geometry, repaired</source>
            <translation>图斑几何图形无效（已修复）</translation>
        </message>
        <message>
            <source>Invalid zone geometry, repaired</source>
            <translation>分区几何图形无效（已修复）</translation>
        </message>
        <message>
            <source>It belongs to the parameter {parameter}.</source>
            <translation>它应放在参数 {parameter} 中。</translation>
        </message>
        <message>
            <source>It costs {cost} yuan.</source>
            <translation>费用 {cost} 元。</translation>
        </message>
        <message>
            <source>It did not start in time.</source>
            <translation>进程未能及时启动。</translation>
        </message>
        <message>
            <source>It holds what this office names differently; all else stays as in resources/survey of the plugin.</source>
            <translation>只写本单位命名不同之处，其余按插件 resources/survey 中的规定。</translation>
        </message>
        <message>
            <source>Item</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Its earlier periods stay as they are, and count on: give the last one each half-year.</source>
            <translation>其中以前时段保持不变并继续累计；每半年给出上一次的成果。</translation>
        </message>
        <message>
            <source>Its size</source>
            <translation>面积达标</translation>
        </message>
        <message>
            <source>Join it to a neighbour, or correct the boundary.</source>
            <translation>请并入相邻图形，或更正边界。</translation>
        </message>
        <message>
            <source>Join it to a neighbour, or delete it.</source>
            <translation>请并入相邻图形或删除。</translation>
        </message>
        <message>
            <source>Joins restoration candidates that lie near each other to blocks that can be restored in one go (measure 20).
Candidates of a county are of one block where they are at most 20 m apart and no road, river or canal crosses the shortest line between them. A block is at most 600 m wide: what is wider is divided at its longest links. A block below 3 mu is kept only beside 10 mu of cultivated land in one piece; all other candidates stay scattered. Areas are those of the candidates, net of field ridges, never of a hull. The numbers and the classes that part fields stand in the policy file.</source>
            <translation>把相距较近的恢复潜力地块合并为可一次性实施的片块（举措20）。
同一县内相距不超过 20 米、且最短连线不穿过道路、河流、干渠的恢复潜力地块归为一个片块。片块跨度不超过 600 米，超过的在最长连线处分开。不足 3 亩的片块，只有与 10 亩以上集中耕地相邻才保留；其余恢复潜力地块仍为零星地块。面积为各地块扣除田坎的净面积之和，不是外包图形的面积。上述数值和分隔地块的地类见政策文件。</translation>
        </message>
        <message>
            <source>Judged only with</source>
            <translation>判定前提字段</translation>
        </message>
        <message>
            <source>Judged only with these layers</source>
            <translation>判定所需图层</translation>
        </message>
        <message>
            <source>KCMJ is {recorded_m2} m²; TBMJ × KCXS, {gross_m2} × {ratio}, is {computed_m2} m².</source>
            <translation>扣除地类面积（KCMJ）为 {recorded_m2} 平方米；TBMJ×KCXS，即 {gross_m2}×{ratio}，应为 {computed_m2} 平方米。</translation>
        </message>
        <message>
            <source>Keep DLBM as text. The overlay reads it as {full}.</source>
            <translation>请将 DLBM 存为文本；叠加时按 {full} 读取。</translation>
        </message>
        <message>
            <source>Keep one feature a unit, or correct the code.</source>
            <translation>每个行政区只保留一个要素，或更正代码。</translation>
        </message>
        <message>
            <source>Keep personal columns in outputs</source>
            <translation>成果中保留个人信息字段</translation>
        </message>
        <message>
            <source>Keep the quota ledger</source>
            <translation>管理指标台账</translation>
        </message>
        <message>
            <source>Kept</source>
            <translation>保持</translation>
        </message>
        <message>
            <source>Kept because of</source>
            <translation>保留原因</translation>
        </message>
        <message>
            <source>Kept in the outputs: {columns}</source>
            <translation>保留在成果中：{columns}</translation>
        </message>
        <message>
            <source>Key warning</source>
            <translation>重点警示</translation>
        </message>
        <message>
            <source>Key warnings and talks in all</source>
            <translation>重点警示和约谈累计次数</translation>
        </message>
        <message>
            <source>Key warnings in a row</source>
            <translation>连续重点警示次数</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>种类</translation>
        </message>
        <message>
            <source>Kind not stated</source>
            <translation>类型未填写</translation>
        </message>
        <message>
            <source>Kind of facility</source>
            <translation>设施类型</translation>
        </message>
        <message>
            <source>Kind of finding</source>
            <translation>问题类型</translation>
        </message>
        <message>
            <source>Kind of loss</source>
            <translation>流失类型</translation>
        </message>
        <message>
            <source>Kind of project</source>
            <translation>项目类型</translation>
        </message>
        <message>
            <source>Kind of source</source>
            <translation>来源种类</translation>
        </message>
        <message>
            <source>Kinds of findings by name or id, with commas between them; all if none is given.</source>
            <translation>问题类型的名称或代码，用逗号分隔；不填则为全部。</translation>
        </message>
        <message>
            <source>Land adds up to the area inside the survey, and so do the states; hindrances may lie on each other.</source>
            <translation>各类土地之和、各状态之和均等于调查范围内面积；各项限制可能相互重叠。</translation>
        </message>
        <message>
            <source>Land class</source>
            <translation>地类名称</translation>
        </message>
        <message>
            <source>Land class code</source>
            <translation>地类编码</translation>
        </message>
        <message>
            <source>Land class now</source>
            <translation>现状地类</translation>
        </message>
        <message>
            <source>Land class without its zeros</source>
            <translation>地类编码缺前导零</translation>
        </message>
        <message>
            <source>Land classes</source>
            <translation>土地利用现状</translation>
        </message>
        <message>
            <source>Land classes and code tables</source>
            <translation>地类和代码表</translation>
        </message>
        <message>
            <source>Land classes of sites</source>
            <translation>选址地类</translation>
        </message>
        <message>
            <source>Land in the valley that could come</source>
            <translation>可换入的山下地块</translation>
        </message>
        <message>
            <source>Land of the alternatives</source>
            <translation>方案用地分类</translation>
        </message>
        <message>
            <source>Land of the alternatives by class, as in the papers of a submission</source>
            <translation>各方案用地分类面积表（用地报批分类）</translation>
        </message>
        <message>
            <source>Land that could go or come: swaps of hill for valley (measure 23)</source>
            <translation>可换出、换入地块：山上换山下（举措23）</translation>
        </message>
        <message>
            <source>Land that it becomes or was</source>
            <translation>去向或来源地类</translation>
        </message>
        <message>
            <source>Language of the report</source>
            <translation>报告语言</translation>
        </message>
        <message>
            <source>Largest shares by {level} (%)</source>
            <translation>占比最高的{level}（%）</translation>
        </message>
        <message>
            <source>Last year's survey</source>
            <translation>上年度国土变更调查</translation>
        </message>
        <message>
            <source>Latitude</source>
            <translation>纬度</translation>
        </message>
        <message>
            <source>Latitude of the centre (°)</source>
            <translation>中心点纬度（°）</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>图层</translation>
        </message>
        <message>
            <source>Layer YJJBNTBHTB or alike. Its DLBM is the class at delimitation, YJJBNTMJ its net area of record.</source>
            <translation>YJJBNTBHTB 等图层。其 DLBM 为划定时地类，YJJBNTMJ 为登记的永久基本农田面积（净面积）。</translation>
        </message>
        <message>
            <source>Layer apart from the parcels</source>
            <translation>图层与图斑不相交</translation>
        </message>
        <message>
            <source>Layer could not be checked</source>
            <translation>图层无法检查</translation>
        </message>
        <message>
            <source>Layer given twice</source>
            <translation>图层重复</translation>
        </message>
        <message>
            <source>Layer is that of the parcels</source>
            <translation>图层与图斑图层相同</translation>
        </message>
        <message>
            <source>Layer or field not given</source>
            <translation>图层或字段未提供</translation>
        </message>
        <message>
            <source>Layer or file</source>
            <translation>图层或文件</translation>
        </message>
        <message>
            <source>Layer without features</source>
            <translation>图层没有要素</translation>
        </message>
        <message>
            <source>Layer “{layer}” cannot be brought to CGCS2000 exactly: PROJ knows no parameters from {source} and would ignore the difference, which can be over 100 m. Convert the layer with your office's parameters; or, if its coordinates are CGCS2000 already, set that system; or allow approximate transformation.</source>
            <translation>图层“{layer}”无法严密转换到 CGCS2000：PROJ 没有 {source} 的转换参数，直接转换的误差可能超过 100 米。请用本单位的转换参数转换该图层；如坐标已是 CGCS2000，请改设为该坐标系；或勾选“允许近似转换”。</translation>
        </message>
        <message>
            <source>Layer “{layer}” comes from the workbook “{file}” in a way that shows neither the formats of its cells nor from which year its days count. Save it as .xlsx, and choose that file itself: without a filter, selection, join or unsaved edits.</source>
            <translation>图层“{layer}”来自工作簿“{file}”，按此方式读取看不到单元格格式和日期起算年份。请另存为 .xlsx，并直接选用该文件，不带过滤条件、选择、连接或未保存的编辑。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has curves; short straight lines were taken in their stead.</source>
            <translation>图层“{layer}”含有曲线，已用短直线段代替。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has no column “{column}” to divide by. Give the name of one of its columns.</source>
            <translation>图层“{layer}”没有作为依据的字段“{column}”。请填写该图层的一个字段名。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has no coordinate reference system. Set it in the layer's properties (for survey data usually CGCS2000, EPSG:4513 to 4554), or supply the .prj file.</source>
            <translation>图层“{layer}”没有坐标系。请在图层属性中设置（国土调查数据一般为 CGCS2000，EPSG:4513 至 4554），或补充 .prj 文件。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has no feature with a geometry.</source>
            <translation>图层“{layer}”中没有任何带图形的要素。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has no features.</source>
            <translation>图层“{layer}”没有要素。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has no field {name} ({alias}), which is needed. Columns: {columns}. If the field has another name, give it in the parameter “Field mapping”, for example: {name}=column, or in the office's profile.</source>
            <translation>图层“{layer}”缺少必需的字段 {name}（{alias}）。现有字段：{columns}。如该字段用了其他名称，请在参数“字段对应”中指明，例如：{name}=字段，或写入单位配置。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has no number of patches. Columns looked for: {names}.</source>
            <translation>图层“{layer}”没有监测图斑编号。查找的字段：{names}。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has no polygons.</source>
            <translation>图层“{layer}”不是面图层。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has no row with a parcel after the update.</source>
            <translation>图层“{layer}”没有变更后图斑。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has no unit code. Columns looked for: {names}.</source>
            <translation>图层“{layer}”没有行政区代码字段。可识别的字段：{names}。</translation>
        </message>
        <message>
            <source>Layer “{layer}” has the alternatives {sites}. Name one of them in “Alternative”.</source>
            <translation>图层“{layer}”有方案 {sites}，请在“方案”中写明其一。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is given twice as survey parcels, which would count twice. Give it once.</source>
            <translation>图层“{layer}”作为国土调查图斑给出了两次，面积会重复计算。请只给一次。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is neither an output “Parts of sites” nor “Conflicts”: it has no column {parts} or {conflicts}.</source>
            <translation>图层“{layer}”既不是“选址地块”，也不是“占用冲突”：没有 {parts} 或 {conflicts} 列。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is no process layer (DLTBGXGC): it lacks {columns}. Give the layer as the update's package has it, or both surveys instead.</source>
            <translation>图层“{layer}”不是更新过程层（DLTBGXGC），缺少 {columns}。请使用更新数据包中的原图层，或改为给出两次调查。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is no table that the self-check reads. It reads: {tables}. Rename the layer.</source>
            <translation>图层“{layer}”不是自查表读取的成果表。可读取：{tables}。请更改图层名。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is no zone layer but {kind}.</source>
            <translation>图层“{layer}”不是分区图层，而是 {kind}。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is not an output of “Overlay parcels”: it lacks {columns}.</source>
            <translation>图层“{layer}”不是“图斑叠加”的输出：缺少 {columns}。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is not in a system of CGCS2000; workers do not transform it. Export it to one, or leave “Dask scheduler” empty.</source>
            <translation>图层“{layer}”不是 CGCS2000 坐标系，工作节点不作转换。请先转换到 CGCS2000 坐标系，或将“Dask 调度器”留空。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is recognised neither by its name nor by its fields ({columns}).</source>
            <translation>图层“{layer}”按名称和字段（{columns}）均不能识别。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is taken for {kind}, but its fields ({fields}) are those of {other}.</source>
            <translation>图层“{layer}”被认作 {kind}，但其字段（{fields}）属于 {other}。</translation>
        </message>
        <message>
            <source>Layer “{layer}” is transformed: {description}.</source>
            <translation>图层“{layer}”已作坐标转换：{description}。</translation>
        </message>
        <message>
            <source>Layer “{layer}” lacks {fields}, by which the policy judges land stable, and the other survey has it. Give both surveys with the same fields, or change the policy's rule (stable).</source>
            <translation>图层“{layer}”缺少判断稳定耕地的字段 {fields}，而另一次调查具有。请给出字段相同的两次调查，或修改政策文件的规则（stable）。</translation>
        </message>
        <message>
            <source>Layer “{layer}” was changed in its database while the run read it; the figures would be partly old and partly new. Run again when nobody edits it, or work on a copy.</source>
            <translation>运行读取期间，图层“{layer}”在数据库中被修改，所得数据将新旧混杂。请在无人编辑时重新运行，或使用副本。</translation>
        </message>
        <message>
            <source>Layer “{layer}” was not read whole: an error came with {came} features. Check the connections to its database or service and those of joined layers, or copy its file anew, and run again.</source>
            <translation>图层“{layer}”未完整读取：读到 {came} 个要素时出错。请检查该图层及其连接图层的数据库或服务连接，或重新复制其文件，然后重新运行。</translation>
        </message>
        <message>
            <source>Layer “{layer}” was not read whole: {came} of {count} features came. Check the connection to its database or service, or copy its file anew, and run again.</source>
            <translation>图层“{layer}”未完整读取：共 {count} 个要素，只读到 {came} 个。请检查数据库或服务的连接，或重新复制其文件，然后重新运行。</translation>
        </message>
        <message>
            <source>Layer “{layer}”, column {column}: {count} values are not of the column's type, for example “{example}”; QGIS silently reads other values in their stead, such as 0. Save the edits of the layer, and give the table itself instead of a view; or make it a column of text, or correct the values.</source>
            <translation>图层“{layer}”的列“{column}”：{count} 个值不属于该列的类型，如“{example}”；QGIS 会不加提示地读成 0 等其他值。请先保存对图层的编辑，不用视图而直接选用其数据表；或将该列改为文本，或更正这些值。</translation>
        </message>
        <message>
            <source>Layer “{layer}”, field {field}: patches need a number each, by which their cases are found again; missing or repeated: {values}. Number them.</source>
            <translation>图层“{layer}”字段 {field}：每个监测图斑须有唯一编号，案件据此对应；缺少或重复：{values}。请编号。</translation>
        </message>
        <message>
            <source>Layer “{layer}”, field {field}: the numbers have more digits than a field of real numbers holds, so that some are others than were written. Make it a field of text, and number the patches anew.</source>
            <translation>图层“{layer}”字段 {field}：编号位数超过实数字段所能保存的位数，部分编号已与所填不同。请改为文本字段并重新编号。</translation>
        </message>
        <message>
            <source>Layer “{layer}”, field {field}: {count} codes are kept as real numbers, which hold 15 digits; of longer codes the last digits are lost, for example in {example}. Export the layer anew with {field} as text: the digits cannot be put back from this layer.</source>
            <translation>图层“{layer}”字段 {field}：{count} 个编码存为实数，实数只能保存15位数字，更长编码的末几位已丢失，例如 {example}。请将 {field} 以文本类型重新导出图层；丢失的数字无法从本图层恢复。</translation>
        </message>
        <message>
            <source>Layer “{layer}”, field {field}: {count} features have text where a number is needed, for example “{example}” in {features}. Correct them, or map the field to another column.</source>
            <translation>图层“{layer}”字段 {field}：有 {count} 个要素应为数字而填了文本，如 {features} 中的“{example}”。请更正，或将该字段对应到其他字段。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: </source>
            <translation>图层“{layer}”：</translation>
        </message>
        <message>
            <source>Layer “{layer}”: a layer of all counties has to be a layer of a file as a whole, without a filter, a selection, joins or edits. Export it to a GeoPackage.</source>
            <translation>图层“{layer}”：各县共用的图层须为文件中的完整图层，不得有筛选、选择、连接或未保存的编辑。请导出为 GeoPackage。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: columns of binary data were not read: {columns}.</source>
            <translation>图层“{layer}”：二进制字段未读取：{columns}。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: columns that are no field of the survey go into the GeoPackage of the results: {columns}. Look through them before you hand it on.</source>
            <translation>图层“{layer}”：以下字段不属于国土调查标准，会进入成果 GeoPackage：{columns}。对外提供前请先核对。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: columns with personal data are kept, as “Keep personal columns in outputs” says: {columns}. Hand the outputs only to those who may see them.</source>
            <translation>图层“{layer}”：已按“成果中保留个人信息字段”保留含个人信息的字段：{columns}。成果只可交给有权查看的人。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: columns with personal data were not read: {columns}.</source>
            <translation>图层“{layer}”：含个人信息的字段未读取：{columns}。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: it is a view of a database that does not end in {seconds} seconds, or with {rows} rows; it may call itself, or join tables without a condition. Save its rows as a table there, and choose that.</source>
            <translation>图层“{layer}”：该图层是数据库视图，在 {seconds} 秒或 {rows} 行以内不能结束；可能是自我调用，或未设条件地连接了数据表。请在数据库中将其内容另存为表后选用。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: its column “geometry” was not read. Rename it if it is needed.</source>
            <translation>图层“{layer}”：字段“geometry”未读取。如需要，请改名。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: its coordinate reference system names the datum “{datum}”, which is unknown; by its ellipsoid it was taken for CGCS2000 ({crs}). Set that system in the layer's properties, or the right one if it is another.</source>
            <translation>图层“{layer}”：坐标系中的基准“{datum}”无法识别；按其椭球视为 CGCS2000（{crs}）。请在图层属性中设置该坐标系；如实为其他坐标系，请改为正确的坐标系。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: its coordinate reference system, {crs}, is a local one that is tied to no place on Earth, or has no map coordinates. Bring the layer to CGCS2000 with your office's parameters, and set that system.</source>
            <translation>图层“{layer}”：坐标系“{crs}”是没有大地基准的地方坐标系，或不是平面坐标。请用本单位的参数将图层转换到 CGCS2000，并设置该坐标系。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: its coordinates (for example {x}, {y}) do not fit its coordinate reference system, {crs}: they lie outside China there. Set the right system in the layer's properties; see whether they are degrees or metres, with or without the zone's number, and whether x and y are exchanged.</source>
            <translation>图层“{layer}”：坐标（例如 {x}，{y}）与其坐标系（{crs}）不符，在该坐标系中位于中国境外。请在图层属性中设置正确的坐标系；请检查坐标是度还是米、是否带带号、x 与 y 是否颠倒。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: its name fits {candidates}.</source>
            <translation>图层“{layer}”的名称同时符合：{candidates}。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: its name says nothing, and its fields fit {candidates}.</source>
            <translation>图层“{layer}”的名称看不出是什么，其字段同时符合：{candidates}。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: its text is neither {given} nor UTF-8 nor GB18030. Set its encoding in the layer's properties, or in its .cpg file (survey data: usually GBK).</source>
            <translation>图层“{layer}”：文字编码既不是 {given}，也不是 UTF-8 或 GB18030。请在图层属性或 .cpg 文件中设置编码（调查数据通常为 GBK）。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: its text was read as {encoding}; by its .cpg file, its properties or the system's default it would be {given}. Correct the .cpg file if names look wrong.</source>
            <translation>图层“{layer}”：文字按 {encoding} 读取；而按其 .cpg 文件、图层属性或系统默认应为 {given}。如名称显示不正确，请更正 .cpg 文件。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: nothing in field {field} is the code of a unit, for example “{example}”. A county's code has 6 digits, a township's 9, a village's 12. Give the layer a field {name} with the codes.</source>
            <translation>图层“{layer}”：字段 {field} 中没有可识别的行政区代码，例如“{example}”。县级代码 6 位，乡级 9 位，村级 12 位。请为图层提供填有代码的字段 {name}。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: nothing in it is to be replaced, or it has no registered area (YJJBNTMJ). Give the need in mu.</source>
            <translation>图层“{layer}”中没有须补划的，或没有登记面积（YJJBNTMJ）。请直接填写所需亩数。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: parcels, of whatever year, cannot be common to all counties, as those of the neighbours would seem to be gone. Put each county's into its folder.</source>
            <translation>图层“{layer}”：任何年度的图斑都不能由各县共用，否则邻县图斑会被视为灭失。请把各县图斑分别放入该县文件夹。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: pieces have no usable value in {columns}. Pieces must stay as “Overlay parcels” has written them: run it again.</source>
            <translation>图层“{layer}”：部分碎块的 {columns} 没有可用的值。碎块须保持“图斑叠加”输出时的原样，请重新运行该工具。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: some of its text is not UTF-8, as its format demands. Export it anew as a GeoPackage from the program that wrote it, or from QGIS, and check its names there.</source>
            <translation>图层“{layer}”：部分文字不是该格式要求的 UTF-8 编码。请用生成它的软件或 QGIS 重新导出为 GeoPackage，并核对其中的名称。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: the table “{table}” has {count} units that the policy does not name ({units}). They do not count here.</source>
            <translation>图层“{layer}”：“{table}”表中有 {count} 个行政区不在政策文件中（{units}），此处不计。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: the table “{table}” is of other units than the policy: it has {units}, the policy {policy}. Give the table of these units, or the policy of those.</source>
            <translation>图层“{layer}”：“{table}”表的行政区与政策文件不同：该表有 {units}，政策文件有 {policy}。请给出本行政区的表，或换用该表行政区的政策文件。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: the word “{word}” in its name says that it was made from another layer.</source>
            <translation>图层“{layer}”的名称含“{word}”，说明它由其他图层生成，不作自动识别。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: the workbook “{file}” counts its days from 1904, which is not seen where a layer is read: its days would be four years early. Save the sheet as CSV, and choose that.</source>
            <translation>图层“{layer}”：工作簿“{file}”使用1904日期系统，按图层读取时无法识别，日期会早四年。请将工作表另存为 CSV 后选用。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: there is no role “{role}”. Roles: {roles}.</source>
            <translation>图层“{layer}”：没有角色“{role}”。可用角色：{roles}。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: workers read parcels from a GeoPackage only, all of it, without curves. Export the layer to one on a drive that every worker sees; or leave “Dask scheduler” empty.</source>
            <translation>图层“{layer}”：工作节点只能读取 GeoPackage 中未经筛选、不含曲线的整个图斑图层。请将图层导出为 GeoPackage，存放在各工作节点都能访问的共享盘上；或将“Dask 调度器”留空。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: {count} candidates are no pieces of the layer of pieces, {candidate} for example. Take both from one run.</source>
            <translation>图层“{layer}”：{count} 个恢复潜力地块不在碎块图层中，例如 {candidate}。两者请取自同一次运行。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: {count} different texts are damaged, mostly cut in the middle of a character by the length of their field.</source>
            <translation>图层“{layer}”：有 {count} 个不同的文字值已损坏，多因字段长度不足在汉字中间被截断。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: {count} patches have no day of the later image that can be read; whether the survey is newer is not known for them, and their cases count as found on the reference date.</source>
            <translation>图层“{layer}”：{count} 个图斑没有可识别的后时相日期，无法判断调查是否较新，其案件按参考日期发现计。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: {count} points or lines among its {polygons} polygons were not read.</source>
            <translation>图层“{layer}”：除 {polygons} 个面外，另有 {count} 个点或线要素未读取。</translation>
        </message>
        <message>
            <source>Layer “{layer}”: {count} texts have characters that could not be decoded. Unpack the file if it is in an archive, or set the encoding in the layer's properties or its .cpg file (survey data: usually GBK).</source>
            <translation>图层“{layer}”：有 {count} 处文字含无法解码的字符。如文件在压缩包中，请先解压；或在图层属性、.cpg 文件中设置编码（国土调查数据一般为 GBK）。</translation>
        </message>
        <message>
            <source>Layers and coordinates of map PDFs</source>
            <translation>PDF 地图的图层和坐标</translation>
        </message>
        <message>
            <source>Layers and fields that are missing, and values that cannot be read.</source>
            <translation>缺少的图层和字段，以及无法识别的值。</translation>
        </message>
        <message>
            <source>Layers and fields that the search asks for and the data lack.</source>
            <translation>查找所需而数据中没有的图层和字段。</translation>
        </message>
        <message>
            <source>Layers in the project</source>
            <translation>工程中的图层</translation>
        </message>
        <message>
            <source>Layers of all counties, such as reserves or the red line; their roles are recognised.</source>
            <translation>覆盖各县的图层，如储备区、生态保护红线；角色自动识别。</translation>
        </message>
        <message>
            <source>Layers of drawings</source>
            <translation>图纸图层</translation>
        </message>
        <message>
            <source>Layers of the project and what they are taken for</source>
            <translation>工程中的图层及其用途</translation>
        </message>
        <message>
            <source>Layout template</source>
            <translation>布局模板</translation>
        </message>
        <message>
            <source>Least severity</source>
            <translation>最低严重程度</translation>
        </message>
        <message>
            <source>Ledger</source>
            <translation>指标台账</translation>
        </message>
        <message>
            <source>Left after what is free</source>
            <translation>可直接恢复后仍缺</translation>
        </message>
        <message>
            <source>Left after what is free: {area}</source>
            <translation>可直接恢复后尚差 {area}</translation>
        </message>
        <message>
            <source>Left of the ceiling</source>
            <translation>上限剩余</translation>
        </message>
        <message>
            <source>Left out: {layer}</source>
            <translation>未使用：{layer}</translation>
        </message>
        <message>
            <source>Left over the boundary</source>
            <translation>界线调出</translation>
        </message>
        <message>
            <source>Legalised and still owed</source>
            <translation>补办尚欠</translation>
        </message>
        <message>
            <source>Legality is yet to be verified: a conflict read from land classes shows a use, not an illegality.</source>
            <translation>合法性待核：由地类判读的占用冲突反映用途情况，不等于认定违法。</translation>
        </message>
        <message>
            <source>Legend</source>
            <translation>图例</translation>
        </message>
        <message>
            <source>Less came in than planned</source>
            <translation>转进未达方案</translation>
        </message>
        <message>
            <source>Less in than out</source>
            <translation>转进少于转出</translation>
        </message>
        <message>
            <source>Less paddy than accepted</source>
            <translation>水田少于验收</translation>
        </message>
        <message>
            <source>Letterhead</source>
            <translation>发文机关标志</translation>
        </message>
        <message>
            <source>Letters are HTML pages in the form of the shipped template, to be printed or opened in Word; a template of your own is not used.</source>
            <translation>函件按自带模板的格式生成为 HTML 网页，可直接打印，也可用 Word 打开；不使用您自己的模板。</translation>
        </message>
        <message>
            <source>Level</source>
            <translation>级别</translation>
        </message>
        <message>
            <source>Level at most</source>
            <translation>最高可能级别</translation>
        </message>
        <message>
            <source>Level of the sums</source>
            <translation>统计级别</translation>
        </message>
        <message>
            <source>Level of units</source>
            <translation>单位级别</translation>
        </message>
        <message>
            <source>Library missing</source>
            <translation>缺少的库</translation>
        </message>
        <message>
            <source>Light colours</source>
            <translation>浅色配色</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Lines met</source>
            <translation>达标项数</translation>
        </message>
        <message>
            <source>Lines not met</source>
            <translation>未达标项数</translation>
        </message>
        <message>
            <source>Lines of a site's land classes</source>
            <translation>选址地类行</translation>
        </message>
        <message>
            <source>Lines of the self-check</source>
            <translation>考核自查项目</translation>
        </message>
        <message>
            <source>Lines to fill in by hand</source>
            <translation>人工填写项数</translation>
        </message>
        <message>
            <source>Lines without data</source>
            <translation>无数据项数</translation>
        </message>
        <message>
            <source>List</source>
            <translation>清单</translation>
        </message>
        <message>
            <source>List of changes</source>
            <translation>耕地变化清单</translation>
        </message>
        <message>
            <source>List of counties</source>
            <translation>县名单</translation>
        </message>
        <message>
            <source>List of findings on use</source>
            <translation>耕地利用清单</translation>
        </message>
        <message>
            <source>List of reserves</source>
            <translation>储备区清单</translation>
        </message>
        <message>
            <source>Lists of findings</source>
            <translation>清单类别</translation>
        </message>
        <message>
            <source>Lists steep cultivated land, and small fields surrounded by forest, with gentle orchards and woods beside large fields that could take their place (measure 23).
Partners lie in one township; what comes has at least the net area of what goes, and no worse quality grade where both are known. The nearest are paired first: a list to choose from, no optimum. Number and size of the patches of cultivated land, and their effective mesh (ΣA²/ΣA), are told before and after. Slope comes from the slope layer of the overlay; without it no land can come. All numbers stand in the policy file.</source>
            <translation>列出陡坡耕地和被林地包围的小块耕地，以及集中耕地旁可替换它们的平缓园地、林地（举措23）。
对换地块在同一乡镇；换入的净面积不小于换出的，耕地等别已知时不低于换出的。距离最近的先配对：这是供选择的清单，不是最优方案。列出置换前后耕地连片的块数、平均规模和有效连片规模（ΣA²/ΣA）。坡度取自叠加时的坡度图，没有坡度图时没有可换入的地块。各项数值见政策文件。</translation>
        </message>
        <message>
            <source>Lists what differs between two results of “Run everything”: conflicts, candidates, losses and abandoned land that are new, gone or changed, with their areas, and the figures of each unit before and after.
Findings are the same by their stable ids. One has changed where its area differs by 0.01 m² or more, or its kind, severity, tier or class does. Runs of other data have other ids: nearly all is new or gone.</source>
            <translation>列出两次“一键运行”成果的差异：新增、消失、变化的冲突、恢复潜力地块、耕地流失和撂荒图斑及其面积，以及各行政区前后数字。
按稳定标识认定同一图斑；面积相差 0.01 平方米及以上，或类型、严重程度、恢复难易、地类不同的为变化。数据来源不同的两次运行标识不同，几乎全部为新增或消失。</translation>
        </message>
        <message>
            <source>Lists with coordinates</source>
            <translation>同时输出坐标清单</translation>
        </message>
        <message>
            <source>Livestock</source>
            <translation>畜禽养殖</translation>
        </message>
        <message>
            <source>Load the findings that are new, gone or changed as a layer</source>
            <translation>将新增、消失、变化的图斑加载为图层</translation>
        </message>
        <message>
            <source>Location code and place disagree</source>
            <translation>坐落单位代码与位置不符</translation>
        </message>
        <message>
            <source>Location code names no county</source>
            <translation>坐落单位代码不能确定所在县</translation>
        </message>
        <message>
            <source>Location unit</source>
            <translation>坐落单位名称</translation>
        </message>
        <message>
            <source>Location unit code</source>
            <translation>坐落单位代码</translation>
        </message>
        <message>
            <source>Location unit code (code): the unit of a parcel is that of its location code (ZLDWDM). Boundaries of the units (boundary): parcels are cut by the boundaries of the units.</source>
            <translation>坐落单位代码（code）：图斑的行政区取自坐落单位代码（ZLDWDM）。行政区界线（boundary）：图斑按行政区界线切分。</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>Log of the run</source>
            <translation>运行日志</translation>
        </message>
        <message>
            <source>Longitude</source>
            <translation>经度</translation>
        </message>
        <message>
            <source>Longitude of the centre (°)</source>
            <translation>中心点经度（°）</translation>
        </message>
        <message>
            <source>Look at the outflow in the table flows; if the base survey is another one, give that.</source>
            <translation>请查看流量表中的流出；如基准调查另有其数据，请改用。</translation>
        </message>
        <message>
            <source>Look at the place; remove the spike if it is one.</source>
            <translation>请查看该处，如为毛刺请删除。</translation>
        </message>
        <message>
            <source>Look for rows that are missing or double; Σ TBBGMJ of a BGQTBBSM is the old TBMJ.</source>
            <translation>请检查缺行或重复行；同一 BGQTBBSM 的 TBBGMJ 之和应等于变更前图斑面积。</translation>
        </message>
        <message>
            <source>Loss id</source>
            <translation>耕地流失编号</translation>
        </message>
        <message>
            <source>Loss list</source>
            <translation>耕地流失清单</translation>
        </message>
        <message>
            <source>Loss rules</source>
            <translation>耕地流失规则</translation>
        </message>
        <message>
            <source>Losses</source>
            <translation>耕地流失</translation>
        </message>
        <message>
            <source>Losses are counted from what the findings were before: the PBF record, or the earlier survey. Unplanted land is still cultivated land.</source>
            <translation>流失面积以此前状态为准：永久基本农田登记或上一年度调查。未耕种（撂荒）土地仍为耕地。</translation>
        </message>
        <message>
            <source>Losses by county</source>
            <translation>耕地流失分县汇总</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>流失</translation>
        </message>
        <message>
            <source>Lost (mu)</source>
            <translation>减少（亩）</translation>
        </message>
        <message>
            <source>Lost and abandoned land</source>
            <translation>耕地流失与撂荒</translation>
        </message>
        <message>
            <source>Lost cultivated land</source>
            <translation>耕地流失</translation>
        </message>
        <message>
            <source>Lost inside PBF, net</source>
            <translation>永久基本农田内流失（净）</translation>
        </message>
        <message>
            <source>Lost outside PBF, gross</source>
            <translation>永久基本农田外流失（毛）</translation>
        </message>
        <message>
            <source>Lost outside PBF, net</source>
            <translation>永久基本农田外流失（净）</translation>
        </message>
        <message>
            <source>Lost: {area}</source>
            <translation>流失：{area}</translation>
        </message>
        <message>
            <source>Lowest level</source>
            <translation>最低汇总级别</translation>
        </message>
        <message>
            <source>Made by</source>
            <translation>生成工具</translation>
        </message>
        <message>
            <source>Made good</source>
            <translation>已落实</translation>
        </message>
        <message>
            <source>Made on {date}.</source>
            <translation>编制日期：{date}。</translation>
        </message>
        <message>
            <source>Major class</source>
            <translation>三大类</translation>
        </message>
        <message>
            <source>Major classes</source>
            <translation>三大类调整</translation>
        </message>
        <message>
            <source>Make a list for each province.</source>
            <translation>请每省编一份名单。</translation>
        </message>
        <message>
            <source>Make county maps</source>
            <translation>制作分县图</translation>
        </message>
        <message>
            <source>Make each part a parcel of its own.</source>
            <translation>请将各部分拆分为单独的图斑。</translation>
        </message>
        <message>
            <source>Make field check sheets</source>
            <translation>生成实地核查表</translation>
        </message>
        <message>
            <source>Make it anew in QGIS's layout window.</source>
            <translation>请在 QGIS 布局窗口中重新制作。</translation>
        </message>
        <message>
            <source>Make it by “Summarise by unit” with conflicts, candidates and zones.</source>
            <translation>请用“按行政区汇总”并给出冲突、潜力和分区表重新生成。</translation>
        </message>
        <message>
            <source>Make patrol lists</source>
            <translation>生成巡查清单</translation>
        </message>
        <message>
            <source>Makes a folder for each township (measures 2 and 31) from the GeoPackage of “Run everything”: what to look at, where and for what, as a workbook and CSV, as a GeoPackage with a project that QField opens, with a form and photos, and as GPX for receivers. Beside findings these are ending terms of temporary land and approvals, open cases, supplements that lie unplanted and blocks that are planned; of changes only outflow that nothing explains.
In each village the severest findings come first, these along a short way. GPX is in WGS 84, as it must be; Chinese base maps on phones may be shifted by some hundred metres. Nothing personal goes along. What comes back is read by “Import patrol results”.</source>
            <translation>由“一键处理”成果GeoPackage为每个乡镇生成一个文件夹（举措2、31）：查什么、在哪里、看什么，分别为工作簿和CSV、可由QField打开的GeoPackage及工程（含填写表单和照片）、供手持机使用的GPX。除问题图斑外，还包括到期的临时用地和用地批准、未结案件、未种植的补充耕地和计划恢复地块；变化图斑只列不合理流出（待核实）。
每村先列最严重的图斑，并按较短路线排序。GPX按规定为WGS 84坐标；手机上的国内底图可能偏移数百米。不带任何个人信息。回传内容由“导入巡查结果”读取。</translation>
        </message>
        <message>
            <source>Makes an A4 check sheet for each finding of the GeoPackage of “Run everything” (measures 2, 14, 16, 31): where it lies, a map sketch with the parcels around, before and after, coordinates of the corners, what to tick on the spot, room for photos and signatures.
The sheets stand in the order of a walk: village by village, from west to east. Corners are numbered clockwise from the north-west, with coordinates of the survey's system and longitude and latitude; they are those of the data, not measured. With them come lists with coordinates. Nothing personal is printed.</source>
            <translation>为“一键处理”成果GeoPackage中的每个图斑生成一张A4核查表（举措2、14、16、31）：位置、含周边图斑的示意图、前后对比、界址点坐标、实地勾选项、照片框和签字栏。
核查表按行走顺序排列：逐村，由西向东。界址点自西北角起按顺时针编号，列出调查数据坐标系坐标和经纬度，取自数据而非实测。同时输出坐标清单。不印任何个人信息。</translation>
        </message>
        <message>
            <source>Makes an atlas of occupation conflicts from the GeoPackage of “Run everything”: by county, township or conflict, with numbers alike on map and table, totals, locator, grid and boxes to sign.
What one sheet cannot hold is spread over detail sheets with an index. PDFs know where they lie and have layers to switch, if the Python library pypdf is there. A stopped run goes on where it ended.</source>
            <translation>由“一键处理”的 GeoPackage 制作占用冲突图集：按县、乡镇或逐块成图，图上编号与表中一致，附合计、位置示意图、坐标格网和签署栏。
一幅容不下的，分幅并附索引图。装有 Python 库 pypdf 时，PDF 带地理坐标和可开关的图层。中断后可从断处续做。</translation>
        </message>
        <message>
            <source>Makes one PDF map a county from the GeoPackage of “Run everything”: conflicts and candidates on the land classes, with legend, scale, north arrow and a table of totals.</source>
            <translation>用“一键处理”生成的 GeoPackage 为每个县（市、区）制作一幅 PDF 地图：以土地利用现状为底图，表示占用冲突和恢复潜力地块，附图例、比例尺、指北针和统计表。</translation>
        </message>
        <message>
            <source>Makes one PDF map of the city and of each county from the GeoPackage of “Run everything”: cultivated land and permanent basic farmland with the targets, or restoration candidates by tier, with the figures in a table.</source>
            <translation>由“一键处理”的 GeoPackage 为全市和每个县各制作一幅 PDF 图：耕地、永久基本农田与目标对照，或恢复潜力地块分级，附数据表。</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>地图</translation>
        </message>
        <message>
            <source>Map PDFs have no layers to switch and no coordinates.</source>
            <translation>PDF 地图没有可开关的图层，也没有坐标信息。</translation>
        </message>
        <message>
            <source>Map and findings show {unit}.</source>
            <translation>地图和问题图斑只显示{unit}。</translation>
        </message>
        <message>
            <source>Map of the other state</source>
            <translation>对照地图</translation>
        </message>
        <message>
            <source>Maps</source>
            <translation>地图</translation>
        </message>
        <message>
            <source>Maps are drawn by QGIS itself, whose window may answer late meanwhile, and are images in their PDFs: no process could be started for them. {reason}</source>
            <translation>未能为绘制地图启动单独的进程，改由 QGIS 本身绘制：其间窗口响应可能变慢，PDF 中的地图为图像。{reason}</translation>
        </message>
        <message>
            <source>Marking</source>
            <translation>标注</translation>
        </message>
        <message>
            <source>Marks</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>Match monitoring patches</source>
            <translation>监测图斑初判</translation>
        </message>
        <message>
            <source>May apply, to verify</source>
            <translation>可能适用，须核实</translation>
        </message>
        <message>
            <source>Mean grade (1 is the best)</source>
            <translation>平均等别（1为最好）</translation>
        </message>
        <message>
            <source>Mean grade not to be exceeded (1 is best); that of the layer if not given.</source>
            <translation>平均等别不得超过的值（1 最好）；不填取图层的。</translation>
        </message>
        <message>
            <source>Mean grade of cultivated land</source>
            <translation>耕地平均等别</translation>
        </message>
        <message>
            <source>Mean grade of the chosen</source>
            <translation>选中地块平均等别</translation>
        </message>
        <message>
            <source>Mean grade planned in (1 is best)</source>
            <translation>方案转进平均等别（1等最好）</translation>
        </message>
        <message>
            <source>Mean grade planned out (1 is best)</source>
            <translation>方案转出平均等别（1等最好）</translation>
        </message>
        <message>
            <source>Mean patch {when} (mu)</source>
            <translation>{when}平均连片规模（亩）</translation>
        </message>
        <message>
            <source>Meaning</source>
            <translation>说明</translation>
        </message>
        <message>
            <source>Measure</source>
            <translation>对应举措</translation>
        </message>
        <message>
            <source>Measure areas in zones</source>
            <translation>区内面积统计</translation>
        </message>
        <message>
            <source>Measured anew</source>
            <translation>重新量算</translation>
        </message>
        <message>
            <source>Measures</source>
            <translation>举措</translation>
        </message>
        <message>
            <source>Measures to answer</source>
            <translation>要核算的举措</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>问题说明</translation>
        </message>
        <message>
            <source>Met</source>
            <translation>达标</translation>
        </message>
        <message>
            <source>Metres in a system of degrees</source>
            <translation>坐标为米而坐标系为度</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>不足</translation>
        </message>
        <message>
            <source>Missing to the planned inflow</source>
            <translation>转进未达方案的面积</translation>
        </message>
        <message>
            <source>Missing:</source>
            <translation>缺少：</translation>
        </message>
        <message>
            <source>Mistakes</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Mistakes: {count}</source>
            <translation>错误：{count}</translation>
        </message>
        <message>
            <source>Monitoring patches</source>
            <translation>监测图斑</translation>
        </message>
        <message>
            <source>Monitoring patches with their preliminary verdict (measures 30, 36, 37)</source>
            <translation>监测图斑及初判结果（举措30、36、37）</translation>
        </message>
        <message>
            <source>Monitoring patches: {count} ({verdicts}); {area} mu of cultivated land suspected (to be verified).</source>
            <translation>监测图斑 {count} 个（{verdicts}）；疑似占用耕地 {area} 亩（待核实）。</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>月</translation>
        </message>
        <message>
            <source>More cultivated land lost than gained</source>
            <translation>基准调查以来耕地流出多于流入</translation>
        </message>
        <message>
            <source>More went out than planned</source>
            <translation>超方案转出</translation>
        </message>
        <message>
            <source>Most that zones have of a parcel beyond it (m²)</source>
            <translation>分区面积超出图斑面积的最大值（平方米）</translation>
        </message>
        <message>
            <source>Move the row down</source>
            <translation>下移本行</translation>
        </message>
        <message>
            <source>Move the row up</source>
            <translation>上移本行</translation>
        </message>
        <message>
            <source>Moved</source>
            <translation>已移动</translation>
        </message>
        <message>
            <source>Mu</source>
            <translation>亩</translation>
        </message>
        <message>
            <source>Must be</source>
            <translation>比较方式</translation>
        </message>
        <message>
            <source>N</source>
            <translation>北</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Name in the data</source>
            <translation>字段名</translation>
        </message>
        <message>
            <source>Names</source>
            <translation>注记</translation>
        </message>
        <message>
            <source>Names and numbers</source>
            <translation>注记与编号</translation>
        </message>
        <message>
            <source>Names of the layers of a DXF that hold the outline, with commas between; needed where several could.</source>
            <translation>DXF 中界线所在图层名，用逗号分隔；多个图层都有闭合线时须填写。</translation>
        </message>
        <message>
            <source>Names of townships and villages.</source>
            <translation>用于提供乡镇（街道）和村的名称。</translation>
        </message>
        <message>
            <source>Names: {what}</source>
            <translation>名称：{what}</translation>
        </message>
        <message>
            <source>Narrow strip</source>
            <translation>狭长图形</translation>
        </message>
        <message>
            <source>National formula</source>
            <translation>国家规定公式</translation>
        </message>
        <message>
            <source>National formula (national): ellipsoidal area by the national formula. Geodesic (geodesic): along geodesics of the ellipsoid. On the map plane (planar): in the projection. Areas of record (TBMJ) are never replaced; the method measures what has none, checks records, and divides cut parcels.</source>
            <translation>国家规定公式（national）：按国家公式计算椭球面积。大地线法（geodesic）：沿椭球面大地线。平面面积（planar）：按投影平面。图斑面积（TBMJ）从不替换；此方法用于量算缺少面积的图斑、检核记载面积、分割被切分的图斑。</translation>
        </message>
        <message>
            <source>Need</source>
            <translation>事项</translation>
        </message>
        <message>
            <source>Need (mu)</source>
            <translation>所需面积（亩）</translation>
        </message>
        <message>
            <source>Need and supplement</source>
            <translation>补划需求与落实</translation>
        </message>
        <message>
            <source>Needed</source>
            <translation>必填</translation>
        </message>
        <message>
            <source>Needed to reach the task</source>
            <translation>完成任务所需</translation>
        </message>
        <message>
            <source>Needs</source>
            <translation>涉及事项</translation>
        </message>
        <message>
            <source>Neither supplemented land nor projects are given. Give at least one of the layers.</source>
            <translation>补充耕地和项目都未给出。请至少给出一个图层。</translation>
        </message>
        <message>
            <source>Neither the PBF layer nor last year's survey gives a class at delimitation ({column}).</source>
            <translation>永久基本农田图层和上年度国土变更调查均未提供划定时地类（{column}）。</translation>
        </message>
        <message>
            <source>Net area</source>
            <translation>净面积</translation>
        </message>
        <message>
            <source>Net area (mu)</source>
            <translation>净面积（亩）</translation>
        </message>
        <message>
            <source>Net area (m²)</source>
            <translation>净面积（平方米）</translation>
        </message>
        <message>
            <source>Net area above the area of record</source>
            <translation>图斑地类面积大于图斑面积</translation>
        </message>
        <message>
            <source>Net area by part of the potential (mu)</source>
            <translation>各类潜力净面积（亩）</translation>
        </message>
        <message>
            <source>Net area is without field ridges.</source>
            <translation>净面积已扣除田坎。</translation>
        </message>
        <message>
            <source>Net area miscalculated</source>
            <translation>图斑地类面积计算有误</translation>
        </message>
        <message>
            <source>Net area missing</source>
            <translation>图斑地类面积缺失</translation>
        </message>
        <message>
            <source>Net area missing, no ratio of ridges</source>
            <translation>缺净面积且无可用扣除系数</translation>
        </message>
        <message>
            <source>Net area of a zone miscalculated</source>
            <translation>分区净面积计算有误</translation>
        </message>
        <message>
            <source>Net area of blocks (m²)</source>
            <translation>片块净面积（平方米）</translation>
        </message>
        <message>
            <source>Net area of candidates not excluded (m²)</source>
            <translation>未排除的恢复潜力地块净面积（平方米）</translation>
        </message>
        <message>
            <source>Net area of paddy; that of the layer if not given.</source>
            <translation>水田净面积；不填取图层的。</translation>
        </message>
        <message>
            <source>Net area; that of the layer if not given.</source>
            <translation>净面积；不填取图层的。</translation>
        </message>
        <message>
            <source>Net areas are those of the candidates, never of a hull. What waits or is to be confirmed is not free.</source>
            <translation>净面积为各潜力地块之和，不含片块空隙；须暂缓或待核实的部分不可用。</translation>
        </message>
        <message>
            <source>Net areas in 10,000 mu, what is excluded left out. Only what is free may be set against the gap.</source>
            <translation>净面积，单位：万亩，已排除的未列。只有可直接恢复的潜力可与缺口相抵。</translation>
        </message>
        <message>
            <source>Net areas of what turns into other agricultural land or facilities and back, without what need not be made good. Of years that the two surveys do not span, only the plan is known.</source>
            <translation>耕地与其他农用地、农业设施建设用地之间转出、转进的净面积，不含免补。两次调查不对应的年度只有方案，没有实际。</translation>
        </message>
        <message>
            <source>Net areas, what is excluded left out. Only what is free may be set against the gap.</source>
            <translation>净面积，不含排除部分。只有可直接恢复部分可用于补足缺口。</translation>
        </message>
        <message>
            <source>Net areas. The increase is cumulative: what was occupied in earlier years is inside it already.</source>
            <translation>净面积。净增加为累计数，以前年度占用已在其中。</translation>
        </message>
        <message>
            <source>Net areas; each row is rounded half up to 0.01 yuan, and totals are sums of rows.</source>
            <translation>净面积；逐行四舍五入到0.01元，合计为各行之和。</translation>
        </message>
        <message>
            <source>Net areas; shares are of the land whose planting is known. Totals count land of several places again.</source>
            <translation>净面积；占比以种植情况已知的耕地为分母。合计行与其他行重复计列。</translation>
        </message>
        <message>
            <source>Net change</source>
            <translation>净变化</translation>
        </message>
        <message>
            <source>Net change: {area}</source>
            <translation>净变化：{area}</translation>
        </message>
        <message>
            <source>Net cultivated land between two surveys: before - outflow + inflow + adjustment + boundaries = now.</source>
            <translation>两次调查之间的耕地净面积：原保有量-流出+流入+调整+界线调整=现保有量。</translation>
        </message>
        <message>
            <source>Net increase</source>
            <translation>净增加量</translation>
        </message>
        <message>
            <source>Never in a survey</source>
            <translation>未变更入库</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>New cases</source>
            <translation>新增案件数</translation>
        </message>
        <message>
            <source>New construction land of any class, gross</source>
            <translation>新增建设用地（各地类，毛面积）</translation>
        </message>
        <message>
            <source>New policy file</source>
            <translation>新政策文件</translation>
        </message>
        <message>
            <source>Next level</source>
            <translation>下一级</translation>
        </message>
        <message>
            <source>No</source>
            <translation>否</translation>
        </message>
        <message>
            <source>No Dask scheduler answers at “{address}” ({reason}). The address has the form tcp://10.0.0.5:8786; the scheduler prints it when it starts.</source>
            <translation>“{address}”处没有 Dask 调度器应答（{reason}）。地址形如 tcp://10.0.0.5:8786，调度器启动时会显示。</translation>
        </message>
        <message>
            <source>No approvals of land use were given: what is approved stands among the conflicts too.</source>
            <translation>未提供用地审批资料，经批准的用地也列在占用冲突中。</translation>
        </message>
        <message>
            <source>No change</source>
            <translation>无变化</translation>
        </message>
        <message>
            <source>No city row differs from the sum of its counties.</source>
            <translation>市级数与县级合计一致。</translation>
        </message>
        <message>
            <source>No class at delimitation</source>
            <translation>划定时地类缺失</translation>
        </message>
        <message>
            <source>No comparison</source>
            <translation>不对比</translation>
        </message>
        <message>
            <source>No conflicts were given, so none are told.</source>
            <translation>未提供占用冲突成果。</translation>
        </message>
        <message>
            <source>No coordinate reference system</source>
            <translation>没有坐标系</translation>
        </message>
        <message>
            <source>No county could be run: {reason}</source>
            <translation>没有一个县能够运行：{reason}</translation>
        </message>
        <message>
            <source>No county is warned, touches a veto or has frozen quota by the table of cases.</source>
            <translation>按案件表，各县均无警示、未触及否决情形、无冻结指标。</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>无数据</translation>
        </message>
        <message>
            <source>No data: {units}.</source>
            <translation>无数据：{units}。</translation>
        </message>
        <message>
            <source>No earlier survey was given; construction on cultivated land outside PBF is not listed.</source>
            <translation>未提供上年度国土变更调查，永久基本农田外建设占用耕地未列。</translation>
        </message>
        <message>
            <source>No fields of the survey, in the GeoPackage: {columns}</source>
            <translation>非调查标准字段，保留在 GeoPackage 中：{columns}</translation>
        </message>
        <message>
            <source>No finding is as asked for. Look at the lists, the units, the kinds, the severity and the decisions.</source>
            <translation>没有符合条件的图斑。请检查清单类别、单位、问题类型、严重程度和核查决定。</translation>
        </message>
        <message>
            <source>No finding of these results</source>
            <translation>成果中无此图斑</translation>
        </message>
        <message>
            <source>No font for Chinese text was found. Install one of: {fonts}.</source>
            <translation>未找到中文字体，请安装下列字体之一：{fonts}。</translation>
        </message>
        <message>
            <source>No gap</source>
            <translation>无缺口</translation>
        </message>
        <message>
            <source>No gap given</source>
            <translation>未下达缺口</translation>
        </message>
        <message>
            <source>No geometry</source>
            <translation>无几何图形</translation>
        </message>
        <message>
            <source>No illegal occupation in the table of cases.</source>
            <translation>案件表中没有违法占用。</translation>
        </message>
        <message>
            <source>No illegal occupation was found in the period.</source>
            <translation>本期未发现违法占用。</translation>
        </message>
        <message>
            <source>No layer is given. Choose at least one.</source>
            <translation>没有选择图层，请至少选择一个。</translation>
        </message>
        <message>
            <source>No layer of permanent basic farmland was given, so conflicts were not looked for.</source>
            <translation>未提供永久基本农田图层，未判读占用冲突。</translation>
        </message>
        <message>
            <source>No layer of protected farmland was given; what was lost of it is not listed.</source>
            <translation>未提供耕地保护目标图层，保护目标内流失未列。</translation>
        </message>
        <message>
            <source>No loss was found.</source>
            <translation>未发现流失。</translation>
        </message>
        <message>
            <source>No new illegal case</source>
            <translation>无新增违法案件</translation>
        </message>
        <message>
            <source>No occupation conflicts were found.</source>
            <translation>未发现占用冲突。</translation>
        </message>
        <message>
            <source>No outflow was found.</source>
            <translation>未发现耕地流出。</translation>
        </message>
        <message>
            <source>No outline is given. Choose a layer in “Project outlines”, or files in “Outline files”.</source>
            <translation>没有给出界线。请在“项目界线”中选择图层，或在“界线文件”中选择文件。</translation>
        </message>
        <message>
            <source>No parcel</source>
            <translation>无图斑</translation>
        </message>
        <message>
            <source>No parcel of layer {parcels} has the code of this unit.</source>
            <translation>图层 {parcels} 中没有图斑使用该行政区代码。</translation>
        </message>
        <message>
            <source>No parcel of the survey meets the outline; nothing can be told of it.</source>
            <translation>没有图斑与界线相交，无从判断。</translation>
        </message>
        <message>
            <source>No parcel of “{layer}” meets the outlines of {outlines}. See whether both lie in the same county, and whether both have the right coordinate reference system.</source>
            <translation>“{layer}”中没有图斑与“{outlines}”的界线相交。请核对两者是否在同一县，以及坐标参照系是否正确。</translation>
        </message>
        <message>
            <source>No plan of restoration can be made, and supplements cannot be chosen as few as possible.</source>
            <translation>不能编制恢复计划，也不能按块数最少选取补划地块。</translation>
        </message>
        <message>
            <source>No policy was given, and the built-in one is for other units than the parcels' ({units}): no targets.</source>
            <translation>未指定政策文件，内置政策文件针对其他行政区，与图斑（{units}）不符：不对照目标任务。</translation>
        </message>
        <message>
            <source>No polygon</source>
            <translation>不是面</translation>
        </message>
        <message>
            <source>No problems were found in the data.</source>
            <translation>未发现数据问题。</translation>
        </message>
        <message>
            <source>No rate of compensation</source>
            <translation>缺少补偿标准</translation>
        </message>
        <message>
            <source>No report page is written.</source>
            <translation>不生成网页报告。</translation>
        </message>
        <message>
            <source>No restoration candidates were given, so none are told.</source>
            <translation>未提供恢复潜力成果。</translation>
        </message>
        <message>
            <source>No target</source>
            <translation>无目标</translation>
        </message>
        <message>
            <source>No target can be broken down: the summary has none, or nothing to divide them by. {about}</source>
            <translation>没有可分解的目标：汇总表没有目标，或没有分解依据。{about}</translation>
        </message>
        <message>
            <source>No targets: the policy names no unit of this data.</source>
            <translation>无目标任务：政策文件未列本数据的行政区。</translation>
        </message>
        <message>
            <source>No task</source>
            <translation>无任务</translation>
        </message>
        <message>
            <source>No task given</source>
            <translation>没有任务数</translation>
        </message>
        <message>
            <source>No unit has a gap in the policy.</source>
            <translation>政策文件中没有缺口数。</translation>
        </message>
        <message>
            <source>No unit has both a target and data.</source>
            <translation>没有既有目标又有数据的行政区。</translation>
        </message>
        <message>
            <source>No unit of these results has the name “{name}”.</source>
            <translation>成果中没有名为“{name}”的行政区。</translation>
        </message>
        <message>
            <source>No warning</source>
            <translation>无警示</translation>
        </message>
        <message>
            <source>No workbook is written; its tables are written as CSV files instead.</source>
            <translation>不生成工作簿，其中的表改存为 CSV 文件。</translation>
        </message>
        <message>
            <source>No.</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>No. {number} of {count}</source>
            <translation>第{number}号，共 {count} 张</translation>
        </message>
        <message>
            <source>Non-agricultural outflow</source>
            <translation>非农化流出</translation>
        </message>
        <message>
            <source>Non-agricultural use</source>
            <translation>非农化</translation>
        </message>
        <message>
            <source>Non-agricultural use (controlled by measure 14)</source>
            <translation>非农占用（举措14管控）</translation>
        </message>
        <message>
            <source>Non-grain outflow</source>
            <translation>非粮化流出</translation>
        </message>
        <message>
            <source>Non-grain use</source>
            <translation>非粮化</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>None of its layers is recognised as parcels by its name (DLTB, 地类图斑) or its fields: {files}. See whether the files are whole; what is no county belongs into another folder.</source>
            <translation>其图层按名称（DLTB、地类图斑）和字段均未识别出图斑：{files}。请检查文件是否完整；不是县数据的文件请移到其他文件夹。</translation>
        </message>
        <message>
            <source>None: take back</source>
            <translation>无：撤销决定</translation>
        </message>
        <message>
            <source>Not CGCS2000</source>
            <translation>不是 CGCS2000 坐标系</translation>
        </message>
        <message>
            <source>Not Gauss-Krüger</source>
            <translation>不是高斯-克吕格投影</translation>
        </message>
        <message>
            <source>Not all cultivated</source>
            <translation>现状耕地不足</translation>
        </message>
        <message>
            <source>Not all parcels around are drawn.</source>
            <translation>周边图斑未全部绘出。</translation>
        </message>
        <message>
            <source>Not balanced</source>
            <translation>不平衡</translation>
        </message>
        <message>
            <source>Not built yet</source>
            <translation>未建成</translation>
        </message>
        <message>
            <source>Not checked yet</source>
            <translation>未核查</translation>
        </message>
        <message>
            <source>Not checked: no such layer</source>
            <translation>未核查：未提供图层</translation>
        </message>
        <message>
            <source>Not closed</source>
            <translation>未结案</translation>
        </message>
        <message>
            <source>Not covered</source>
            <translation>未覆盖</translation>
        </message>
        <message>
            <source>Not covered by anything valid</source>
            <translation>无有效依据（净）</translation>
        </message>
        <message>
            <source>Not covered: PBF</source>
            <translation>无有效依据：永久基本农田</translation>
        </message>
        <message>
            <source>Not covered: paddy</source>
            <translation>无有效依据：水田</translation>
        </message>
        <message>
            <source>Not cultivated before</source>
            <translation>前为非耕地</translation>
        </message>
        <message>
            <source>Not cultivated in this survey</source>
            <translation>本次调查非耕地</translation>
        </message>
        <message>
            <source>Not explained by rounding or surpluses</source>
            <translation>四舍五入和结余抵扣均不能解释，请核实</translation>
        </message>
        <message>
            <source>Not given</source>
            <translation>未提供</translation>
        </message>
        <message>
            <source>Not given: {names}.</source>
            <translation>未给出：{names}。</translation>
        </message>
        <message>
            <source>Not in the earlier survey</source>
            <translation>前一次调查未覆盖</translation>
        </message>
        <message>
            <source>Not in the sums: {county}: {reason}</source>
            <translation>未计入汇总：{county}：{reason}</translation>
        </message>
        <message>
            <source>Not judged: not all units below have data</source>
            <translation>不作判定（数据不全）</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>不明</translation>
        </message>
        <message>
            <source>Not known what it was before</source>
            <translation>不清楚原为何地</translation>
        </message>
        <message>
            <source>Not known whether construction</source>
            <translation>是否非农建设不明</translation>
        </message>
        <message>
            <source>Not made</source>
            <translation>未能生成</translation>
        </message>
        <message>
            <source>Not made good</source>
            <translation>未落实</translation>
        </message>
        <message>
            <source>Not made: {name}. {reason}</source>
            <translation>未能生成：{name}。{reason}</translation>
        </message>
        <message>
            <source>Not met</source>
            <translation>未达标</translation>
        </message>
        <message>
            <source>Not needed</source>
            <translation>不需要</translation>
        </message>
        <message>
            <source>Not owed</source>
            <translation>免补</translation>
        </message>
        <message>
            <source>Not planted with grain</source>
            <translation>未种粮</translation>
        </message>
        <message>
            <source>Not read: {columns}</source>
            <translation>未读取：{columns}</translation>
        </message>
        <message>
            <source>Not recognised: write the role for {word}. If the role stands above, add the name to its layers.</source>
            <translation>以下图层不能识别：把 {word} 改为角色代码；如上面已有该角色，请把图层名加到它的 layers 中。</translation>
        </message>
        <message>
            <source>Not recorded</source>
            <translation>未登记</translation>
        </message>
        <message>
            <source>Not set</source>
            <translation>未下达</translation>
        </message>
        <message>
            <source>Not traded in this regime</source>
            <translation>现行方式不交易</translation>
        </message>
        <message>
            <source>Not used</source>
            <translation>不使用</translation>
        </message>
        <message>
            <source>Not worse</source>
            <translation>不劣于转出</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>Note: </source>
            <translation>注：</translation>
        </message>
        <message>
            <source>Noted, without a verdict</source>
            <translation>已记录，无结论</translation>
        </message>
        <message>
            <source>Notes only (severity 0): approved or tolerated</source>
            <translation>仅提示（0级）：经批准或允许的用途</translation>
        </message>
        <message>
            <source>Nothing against it</source>
            <translation>无障碍</translation>
        </message>
        <message>
            <source>Nothing covers {area_m2} m² here; beside it: {beside}.</source>
            <translation>此处有 {area_m2} 平方米未被覆盖；相邻：{beside}。</translation>
        </message>
        <message>
            <source>Nothing differs: every target, rule, threshold and name is the same.</source>
            <translation>没有差异：目标、规则、阈值和名称全部相同。</translation>
        </message>
        <message>
            <source>Nothing is needed. Give “Need (mu)”, or a layer with what is taken.</source>
            <translation>没有所需面积。请填写“所需面积（亩）”，或给出被占用的图层。</translation>
        </message>
        <message>
            <source>Nothing needs to be done; rename it in the source if the new name disturbs.</source>
            <translation>无需处理；如不便使用，请在源数据中改名。</translation>
        </message>
        <message>
            <source>Nothing to do if it is kept on purpose; else join it to a neighbour.</source>
            <translation>如属特意保留则无须处理，否则请并入相邻图斑。</translation>
        </message>
        <message>
            <source>Nothing to do where both stand on CGCS2000: the layer is transformed exactly.</source>
            <translation>两者均为 CGCS2000 时无须处理，图层会严格转换。</translation>
        </message>
        <message>
            <source>Nothing to do; drop them for submission.</source>
            <translation>无须处理；上报前请去除。</translation>
        </message>
        <message>
            <source>Notice: {title}.</source>
            <translation>依据：{title}。</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>现状</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>Number of alternatives</source>
            <translation>方案数</translation>
        </message>
        <message>
            <source>Number of answers</source>
            <translation>回传记录数</translation>
        </message>
        <message>
            <source>Number of answers on which people differ</source>
            <translation>意见不一致的记录数</translation>
        </message>
        <message>
            <source>Number of answers without a finding</source>
            <translation>与成果对不上的记录数</translation>
        </message>
        <message>
            <source>Number of blocks</source>
            <translation>片块数</translation>
        </message>
        <message>
            <source>Number of boundary points differs</source>
            <translation>界址点数不符</translation>
        </message>
        <message>
            <source>Number of candidate pieces</source>
            <translation>恢复潜力碎块数</translation>
        </message>
        <message>
            <source>Number of changed findings</source>
            <translation>变化图斑数</translation>
        </message>
        <message>
            <source>Number of chosen pieces</source>
            <translation>选中地块数</translation>
        </message>
        <message>
            <source>Number of conflicts</source>
            <translation>占用冲突数</translation>
        </message>
        <message>
            <source>Number of counties in the sums</source>
            <translation>计入汇总的县数</translation>
        </message>
        <message>
            <source>Number of counties that could not be run</source>
            <translation>未能运行的县数</translation>
        </message>
        <message>
            <source>Number of counties with an account</source>
            <translation>有台账的县数</translation>
        </message>
        <message>
            <source>Number of decisions written</source>
            <translation>写入的核查决定数</translation>
        </message>
        <message>
            <source>Number of differences</source>
            <translation>差异数</translation>
        </message>
        <message>
            <source>Number of errors</source>
            <translation>错误数</translation>
        </message>
        <message>
            <source>Number of features</source>
            <translation>要素数</translation>
        </message>
        <message>
            <source>Number of files</source>
            <translation>文件数</translation>
        </message>
        <message>
            <source>Number of findings</source>
            <translation>图斑数</translation>
        </message>
        <message>
            <source>Number of findings that are gone</source>
            <translation>消失图斑数</translation>
        </message>
        <message>
            <source>Number of folders</source>
            <translation>文件夹数</translation>
        </message>
        <message>
            <source>Number of letters</source>
            <translation>函件数</translation>
        </message>
        <message>
            <source>Number of maps</source>
            <translation>地图数</translation>
        </message>
        <message>
            <source>Number of new findings</source>
            <translation>新增图斑数</translation>
        </message>
        <message>
            <source>Number of notes</source>
            <translation>提示数</translation>
        </message>
        <message>
            <source>Number of outputs that could not be made</source>
            <translation>未能生成的成果数</translation>
        </message>
        <message>
            <source>Number of pairs</source>
            <translation>配对数</translation>
        </message>
        <message>
            <source>Number of parcels</source>
            <translation>图斑数</translation>
        </message>
        <message>
            <source>Number of photos copied</source>
            <translation>复制的照片数</translation>
        </message>
        <message>
            <source>Number of pieces</source>
            <translation>碎块数</translation>
        </message>
        <message>
            <source>Number of pieces in conflict</source>
            <translation>占用冲突碎块数</translation>
        </message>
        <message>
            <source>Number of sheets</source>
            <translation>图幅数</translation>
        </message>
        <message>
            <source>Number of units in the spreadsheet</source>
            <translation>表格中的行政区数</translation>
        </message>
        <message>
            <source>Number of warnings</source>
            <translation>警告数</translation>
        </message>
        <message>
            <source>Number of zone layers not recognised</source>
            <translation>未识别的分区图层数</translation>
        </message>
        <message>
            <source>Number of zone layers recognised</source>
            <translation>已识别的分区图层数</translation>
        </message>
        <message>
            <source>Number out of range</source>
            <translation>数值超出范围</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>冲突编号</translation>
        </message>
        <message>
            <source>Numbers that cannot be read</source>
            <translation>不能识别的数字</translation>
        </message>
        <message>
            <source>Occupation conflicts</source>
            <translation>占用冲突</translation>
        </message>
        <message>
            <source>Occupation conflicts (gross)</source>
            <translation>占用冲突（毛面积）</translation>
        </message>
        <message>
            <source>Occupation conflicts after the review (gross)</source>
            <translation>核查后占用冲突（毛面积）</translation>
        </message>
        <message>
            <source>Occupation conflicts and restoration candidates.</source>
            <translation>永久基本农田占用冲突与恢复潜力地块分布。</translation>
        </message>
        <message>
            <source>Occupation conflicts by kind and class of use</source>
            <translation>占用冲突分类型（按占用类别着色）</translation>
        </message>
        <message>
            <source>Occupation conflicts by kind, gross area (mu)</source>
            <translation>占用冲突分类型毛面积（亩）</translation>
        </message>
        <message>
            <source>Occupation conflicts inside permanent basic farmland</source>
            <translation>永久基本农田占用冲突清单</translation>
        </message>
        <message>
            <source>Occupation conflicts inside permanent basic farmland, by class of use and severity</source>
            <translation>永久基本农田占用冲突按占用类别和严重程度统计表</translation>
        </message>
        <message>
            <source>Occupation conflicts inside permanent basic farmland, by kind and county</source>
            <translation>永久基本农田占用冲突分类分县（市、区）统计表</translation>
        </message>
        <message>
            <source>Occupation conflicts of severity 3 (gross)</source>
            <translation>严重程度3级的占用冲突（毛面积）</translation>
        </message>
        <message>
            <source>Occupation conflicts of severity 3 after the review (gross)</source>
            <translation>核查后严重程度 3 的占用冲突（毛面积）</translation>
        </message>
        <message>
            <source>Occupation conflicts that count</source>
            <translation>计入统计的占用冲突</translation>
        </message>
        <message>
            <source>Occupation conflicts, all</source>
            <translation>占用冲突合计</translation>
        </message>
        <message>
            <source>Occupation conflicts, gross (mu)</source>
            <translation>占用冲突（毛面积，亩）</translation>
        </message>
        <message>
            <source>Occupation conflicts: {count} parcels, gross area {area} mu</source>
            <translation>占用冲突 {count} 个图斑，毛面积 {area} 亩</translation>
        </message>
        <message>
            <source>Occupation conflicts: {decision} (gross)</source>
            <translation>占用冲突：{decision}（毛面积）</translation>
        </message>
        <message>
            <source>Of a whole GeoPackage the table of that name is read.</source>
            <translation>给出整个 GeoPackage 的，读取其中同名的表。</translation>
        </message>
        <message>
            <source>Of all counties in one layer, where not each county has its own; read near each county's parcels only.</source>
            <translation>各县没有单独图层时，给出覆盖各县的一个图层；每县只读取其图斑附近的部分。</translation>
        </message>
        <message>
            <source>Of all counties: what was used of the ceilings, and the denominator of the veto's share.</source>
            <translation>各县共用：据此核算已用占用上限，并作为一票否决违法占比的分母。</translation>
        </message>
        <message>
            <source>Of an agricultural facility: livestock and aquaculture may not take PBF (measures 14, 15).</source>
            <translation>设施农业用地：畜禽、水产养殖设施不得占用永久基本农田（举措14、15）。</translation>
        </message>
        <message>
            <source>Of an agricultural facility: one that breaks the plough layer may not take PBF (measures 14, 15).</source>
            <translation>设施农业用地：破坏耕作层的不得占用永久基本农田（举措14、15）。</translation>
        </message>
        <message>
            <source>Of another run with the survey of the year before, where the earlier survey here is the base: what was used of the ceiling (measure 18), and the denominator of the veto's share (measure 33).</source>
            <translation>以上年度调查为前一次调查的另一次运行所得，用于本次以基期调查为前一次调查时：当年已用上限（举措18）、一票否决违法占比的分母（举措33）。</translation>
        </message>
        <message>
            <source>Of each county, and of all.</source>
            <translation>各县的和汇总的。</translation>
        </message>
        <message>
            <source>Of it PBF</source>
            <translation>其中永久基本农田</translation>
        </message>
        <message>
            <source>Of it PBF (m²)</source>
            <translation>其中永久基本农田（平方米）</translation>
        </message>
        <message>
            <source>Of it cultivated now (net)</source>
            <translation>其中现状耕地（净面积）</translation>
        </message>
        <message>
            <source>Of it in PBF</source>
            <translation>其中永久基本农田内</translation>
        </message>
        <message>
            <source>Of it only {area} (10,000 mu, net) is cultivated now, {difference} mu against the task.</source>
            <translation>划定范围内现状耕地仅 {area} 万亩（净面积），与保护任务差值 {difference} 亩。</translation>
        </message>
        <message>
            <source>Of it outside PBF</source>
            <translation>其中永久基本农田外</translation>
        </message>
        <message>
            <source>Of it outside the survey</source>
            <translation>其中调查范围外</translation>
        </message>
        <message>
            <source>Of it paddy</source>
            <translation>其中水田</translation>
        </message>
        <message>
            <source>Of it paddy (mu)</source>
            <translation>其中水田（亩）</translation>
        </message>
        <message>
            <source>Of it paddy, net</source>
            <translation>其中水田（净）</translation>
        </message>
        <message>
            <source>Of it to roads, canals and ridges</source>
            <translation>其中沟渠路、田坎占用</translation>
        </message>
        <message>
            <source>Of it, by decision (mu)</source>
            <translation>其中，按核查决定（亩）</translation>
        </message>
        <message>
            <source>Of parts of several alternatives: the one that is built.</source>
            <translation>地块属多个方案时，写明拟建方案。</translation>
        </message>
        <message>
            <source>Of temporary use: on PBF only where its conditions for planting can be restored (measure 10).</source>
            <translation>临时用地：能恢复原种植条件的才可占用永久基本农田（举措10）。</translation>
        </message>
        <message>
            <source>Of temporary use: two years at most, four with the extension for key infrastructure.</source>
            <translation>临时用地：最长两年，重点基础设施含延期最长四年。</translation>
        </message>
        <message>
            <source>Of the outflow</source>
            <translation>流出中</translation>
        </message>
        <message>
            <source>Of the period</source>
            <translation>本时段</translation>
        </message>
        <message>
            <source>Of the same year, for the share of illegal land (measure 33): made by “Track changes”.</source>
            <translation>同一年度的分区流量表，用于违法占用比例（举措33），由“耕地流入流出”生成。</translation>
        </message>
        <message>
            <source>Of the year</source>
            <translation>本年度</translation>
        </message>
        <message>
            <source>Of which paddy</source>
            <translation>其中水田</translation>
        </message>
        <message>
            <source>Of {count} corners only some are listed; their outline is within {distance} m of the whole one.</source>
            <translation>界址点共 {count} 个，仅列出部分；所列界线与完整界线相差不超过 {distance} 米。</translation>
        </message>
        <message>
            <source>Office</source>
            <translation>单位名称</translation>
        </message>
        <message>
            <source>Office (seal)</source>
            <translation>单位（盖章）</translation>
        </message>
        <message>
            <source>Office profile</source>
            <translation>单位配置</translation>
        </message>
        <message>
            <source>Office profile of the QGIS plugin Farmland Redline (耕地红线): a YAML file, to be saved as UTF-8.</source>
            <translation>QGIS 插件“耕地红线”的单位配置（YAML 文件，请以 UTF-8 编码保存）。</translation>
        </message>
        <message>
            <source>Office profile: {path}</source>
            <translation>单位配置：{path}</translation>
        </message>
        <message>
            <source>On conditions</source>
            <translation>须办手续</translation>
        </message>
        <message>
            <source>On the map plane</source>
            <translation>平面面积</translation>
        </message>
        <message>
            <source>On this sheet</source>
            <translation>本幅小计</translation>
        </message>
        <message>
            <source>One PDF a county, in the folder maps.</source>
            <translation>每个县（市、区）一个 PDF，存入 maps 文件夹。</translation>
        </message>
        <message>
            <source>One Word file a county, in the folder letters. Needs the Python library python-docx.</source>
            <translation>每县一个 Word 文件，存入 letters 文件夹。需要 Python 库 python-docx。</translation>
        </message>
        <message>
            <source>One after another</source>
            <translation>依次选取</translation>
        </message>
        <message>
            <source>One file a table, UTF-8 with byte order mark, in the folder csv.</source>
            <translation>每表一个文件，UTF-8 编码（带 BOM），存入 csv 文件夹。</translation>
        </message>
        <message>
            <source>One name: "name"; several: ["first", "second"], of which the first that a layer has is taken.</source>
            <translation>写一个名称："名称"；写多个：["第一个", "第二个"]，取图层中最先有的一个。</translation>
        </message>
        <message>
            <source>One of its files could not be read or written: {reason}.</source>
            <translation>其中一个文件无法读写：{reason}。</translation>
        </message>
        <message>
            <source>One of the files of this run could not be read or written any more: {reason}. No output was written. See whether the disk is in order and the files are whole, and run again.</source>
            <translation>本次运行的某个文件在运行中无法继续读写：{reason}。未写入任何输出。请检查磁盘是否正常、文件是否完整，然后重新运行。</translation>
        </message>
        <message>
            <source>One part for each</source>
            <translation>分图单元</translation>
        </message>
        <message>
            <source>One point a problem: layer, feature, kind, severity, message, remedy.</source>
            <translation>每个问题一个点：图层、要素、类型、严重程度、说明、处理办法。</translation>
        </message>
        <message>
            <source>One row a block; its id is that of its first candidate, so that it survives another run.</source>
            <translation>每个片块一行；编号取其第一个恢复潜力地块的编号，重新运行不变。</translation>
        </message>
        <message>
            <source>One row a city and a county: stable land then and now, what changed, and the ceiling.</source>
            <translation>每市、每县一行：基期和现状稳定耕地、变化及占用上限。</translation>
        </message>
        <message>
            <source>One row a city, county, township and village: net areas, earned, deducted, and the amount.</source>
            <translation>市、县、乡、村各一行：净面积、应补、扣减和金额。</translation>
        </message>
        <message>
            <source>One row a county and kind, one a county, and one for all; they close in number and in area.</source>
            <translation>每县每类型一行、每县合计一行、总计一行；件数和面积均闭合。</translation>
        </message>
        <message>
            <source>One row a county and period: areas, level and why, steps, and how far the next level is (measure 34).</source>
            <translation>每县每时段一行：面积、级别及原因、进一步措施、距下一级的面积（举措34）。</translation>
        </message>
        <message>
            <source>One row a county and township: patches before, and after all pairs were swapped.</source>
            <translation>每个县、乡镇一行：现状和全部置换后的连片情况。</translation>
        </message>
        <message>
            <source>One row a county, and one a city: supplied, bought, used, sold, frozen, available, uncovered, owed.</source>
            <translation>每县一行，每市一行：入库、调入、核销、调出、冻结、可用、应冻结而不足、尚欠。</translation>
        </message>
        <message>
            <source>One row a county: the four conditions of measure 33, each yes, no or unknown, with their figures.</source>
            <translation>每县一行：举措33的四种情形，分别为是、否或不明，附数字。</translation>
        </message>
        <message>
            <source>One row a county: what illegal construction freezes on the reference date, and exits (measure 38).</source>
            <translation>每县一行：参考日期违法非农建设冻结的指标及解除情况（举措38）。</translation>
        </message>
        <message>
            <source>One row a county; each place counts once.</source>
            <translation>每县一行；每处只计一次。</translation>
        </message>
        <message>
            <source>One row a finding: its list, what happened to it, areas before and after; what is gone where it was.</source>
            <translation>每个图斑一行：所属清单、变化情况、前后面积；消失的保留原位置。</translation>
        </message>
        <message>
            <source>One row a patch and county, with areas, what covers it, and the preliminary verdict.</source>
            <translation>每个图斑每县一行：面积、覆盖情况和初判。</translation>
        </message>
        <message>
            <source>One row a piece and role, with its state.</source>
            <translation>每个碎块、每个储备区类型一行，含状态。</translation>
        </message>
        <message>
            <source>One row a piece in conflict.</source>
            <translation>每个冲突碎块一行。</translation>
        </message>
        <message>
            <source>One row a piece that went out, came in or was measured anew. What is thinner or smaller than the policy's slivers is summed in rows without geometry, by county, direction, cause and status.</source>
            <translation>流出、流入或重新量测的碎块每块一行。比政策文件的碎屑还窄或还小的，按县、方向、去向和认定合计为不带图形的行。</translation>
        </message>
        <message>
            <source>One row a piece with a finding; the rows of the policy's table use_findings say what is one.</source>
            <translation>有发现的碎块每个一行；何为发现由政策文件 use_findings 表规定。</translation>
        </message>
        <message>
            <source>One row a piece; excluded ones stay listed with their reasons.</source>
            <translation>每个碎块一行；已排除的仍列出，并注明原因。</translation>
        </message>
        <message>
            <source>One row a polygon of a project.</source>
            <translation>每个项目图形一行。</translation>
        </message>
        <message>
            <source>One row a polygon of supplemented land.</source>
            <translation>每个补充耕地地块一行。</translation>
        </message>
        <message>
            <source>One row a reserve polygon and role, with its status.</source>
            <translation>每个储备区图斑、每个类型一行，含状态。</translation>
        </message>
        <message>
            <source>One row a unit and line, in the order of the units and of the policy.</source>
            <translation>每个行政区、每个项目一行，按行政区和政策文件的顺序。</translation>
        </message>
        <message>
            <source>One row a unit and place in the order of use: net areas by planting, in m², and their shares of the land whose planting is known (measure 15).</source>
            <translation>每个行政区、每个利用次序一行：各种植情况的净面积（平方米）及其占种植情况已知耕地的比例（举措15）。</translation>
        </message>
        <message>
            <source>One row a unit and role.</source>
            <translation>每个行政区、每个储备区类型一行。</translation>
        </message>
        <message>
            <source>One row a unit and target, in mu: the share by the basis alone, the share, and what decided it.</source>
            <translation>每个行政区、每项目标一行，单位亩：仅按依据的份额、目标及其确定方式。</translation>
        </message>
        <message>
            <source>One row a unit, areas in mu.</source>
            <translation>每个行政区一行，面积单位为亩。</translation>
        </message>
        <message>
            <source>One row a unit, areas in m²; they close to the last 0.01 m².</source>
            <translation>每个行政区一行，单位平方米，闭合到0.01平方米。</translation>
        </message>
        <message>
            <source>One row a unit, finding and land class, with who decides. A piece counts in each of its findings.</source>
            <translation>每个行政区、发现、地类一行，并列主管部门。一个碎块计入它的每个发现。</translation>
        </message>
        <message>
            <source>One row a village and item: net area, rate and amount; deductions are below 0 (measure 39).</source>
            <translation>每村每项一行：净面积、标准、金额，扣减为负（举措39）。</translation>
        </message>
        <message>
            <source>One row an alternative and county, areas in m².</source>
            <translation>每个方案每个县一行，面积为平方米。</translation>
        </message>
        <message>
            <source>One row an alternative, in their order, with verdict.</source>
            <translation>每个方案一行，按名次排列，附结论。</translation>
        </message>
        <message>
            <source>One row an entry or event of a case, by date, with what is available and frozen after it.</source>
            <translation>每笔记录或案件的每次冻结、解冻、转核销一行，按日期先后，列出其后的可用和冻结数量。</translation>
        </message>
        <message>
            <source>One row for each unit and figure of the summary: before, after, difference, in mu.</source>
            <translation>汇总中每个单位、每项数字一行：之前、之后、差值，单位为亩。</translation>
        </message>
        <message>
            <source>One row per parcel and combination of zones. A GeoPackage also receives the provenance.</source>
            <translation>每个图斑的每种分区组合一行。输出为 GeoPackage 时同时写入成果溯源信息。</translation>
        </message>
        <message>
            <source>One row per unit of this level (county, township, village), land class and zone layer.</source>
            <translation>此级（县、乡镇、村）每个单位、每个地类和每个分区图层一行。</translation>
        </message>
        <message>
            <source>One row per unit, land class and layer, areas in m² and mu; rows of the layer “parcels” hold all land of the class, in zones or not.</source>
            <translation>每个行政区、地类和图层一行，面积为平方米和亩；图层为“parcels”的行是该地类全部图斑的土地，不论是否在分区内。</translation>
        </message>
        <message>
            <source>One sheet of A4 to read and to print (measure 32); what was not given is left out and said.</source>
            <translation>一页 A4，供阅读和打印（举措32）；未给出的内容略去并注明。</translation>
        </message>
        <message>
            <source>Only a person decides that a use is illegal; the review and “Match monitoring patches” make cases.</source>
            <translation>是否违法只由人认定；案件来自“逐块核查”和“监测图斑初判”。</translation>
        </message>
        <message>
            <source>Only by slivers</source>
            <translation>只涉及碎屑</translation>
        </message>
        <message>
            <source>Only causes</source>
            <translation>仅限去向</translation>
        </message>
        <message>
            <source>Only for the page: a table of the results, by unit.</source>
            <translation>仅供编制半年报告页：成果中的分区表。</translation>
        </message>
        <message>
            <source>Only kinds</source>
            <translation>限于种类</translation>
        </message>
        <message>
            <source>Only part of the data was read: {inputs}.</source>
            <translation>本成果仅依据部分数据：{inputs}。</translation>
        </message>
        <message>
            <source>Only since the base survey (2020, annex 3) the flows tell what was restored and what is left of the gap; the option restored_counts of the policy says what counts (measure 13).</source>
            <translation>只有以基准调查（2020年，附件3）为前一次调查，流入流出才能说明已恢复面积和剩余缺口；按政策文件的选项 restored_counts 计算（举措13）。</translation>
        </message>
        <message>
            <source>Only sources</source>
            <translation>限于来源</translation>
        </message>
        <message>
            <source>Only stable cultivated land</source>
            <translation>仅稳定耕地</translation>
        </message>
        <message>
            <source>Only statuses</source>
            <translation>仅限认定</translation>
        </message>
        <message>
            <source>Only the first {shown} of {count} rows stand here; the whole list is in the GeoPackage.</source>
            <translation>仅列出前 {shown} 行，共 {count} 行；完整清单见 GeoPackage。</translation>
        </message>
        <message>
            <source>Only the units of the spreadsheet</source>
            <translation>只保留表格中的行政区</translation>
        </message>
        <message>
            <source>Only these kinds</source>
            <translation>仅这些问题类型</translation>
        </message>
        <message>
            <source>Only these places</source>
            <translation>仅限利用次序</translation>
        </message>
        <message>
            <source>Only these plantings</source>
            <translation>仅限种植情况</translation>
        </message>
        <message>
            <source>Only these reserves</source>
            <translation>仅限储备区</translation>
        </message>
        <message>
            <source>Only these units</source>
            <translation>只做这些行政区</translation>
        </message>
        <message>
            <source>Only what is free is planned. A county of which the blocks say nothing has no plan.</source>
            <translation>只安排可用部分；没有片块的县不作计划。</translation>
        </message>
        <message>
            <source>Only what is free may be set against the gap and the year's task; the rest waits or is barred.</source>
            <translation>只有可直接恢复的潜力可与缺口和年度任务相抵；其余须核实或暂缓。</translation>
        </message>
        <message>
            <source>Only what the review has confirmed</source>
            <translation>仅核查属实的</translation>
        </message>
        <message>
            <source>Only {shown} of {count} rows are shown here, the first {limit} of each county. The whole list is in {file}, and in {package}, layer {layer}.</source>
            <translation>此处列出 {shown} 行，共 {count} 行（每县前 {limit} 行）。完整清单见 {file} 和 {package} 的图层 {layer}。</translation>
        </message>
        <message>
            <source>Only {shown} of {count} rows are shown here, the first {limit} of each county. The whole list is in {workbook}, sheet “{sheet}”, and in {package}, layer {layer}.</source>
            <translation>此处列出 {shown} 行，共 {count} 行（每县前 {limit} 行）。完整清单见 {workbook} 的工作表“{sheet}”和 {package} 的图层 {layer}。</translation>
        </message>
        <message>
            <source>Only {shown} of {count} rows are shown here. The whole table is in {file} and in {package}.</source>
            <translation>此处只列 {count} 行中的前 {shown} 行，全表见 {file} 和 {package}。</translation>
        </message>
        <message>
            <source>Open a policy file …</source>
            <translation>打开政策文件…</translation>
        </message>
        <message>
            <source>Open after</source>
            <translation>期末未结</translation>
        </message>
        <message>
            <source>Open before</source>
            <translation>期初未结</translation>
        </message>
        <message>
            <source>Open before + new - closed = open after, in number and in area; parts of a case count one by one.</source>
            <translation>期初未结＋新增－结案＝期末未结，宗数和面积均闭合；分案分别计。</translation>
        </message>
        <message>
            <source>Open cases</source>
            <translation>未结案件</translation>
        </message>
        <message>
            <source>Open data</source>
            <translation>打开数据</translation>
        </message>
        <message>
            <source>Open leads that would freeze</source>
            <translation>待核线索拟冻结面积</translation>
        </message>
        <message>
            <source>Open lines in a drawing</source>
            <translation>图纸中有未闭合线</translation>
        </message>
        <message>
            <source>Open page</source>
            <translation>打开网页</translation>
        </message>
        <message>
            <source>Open the policy editor</source>
            <translation>打开政策编辑器</translation>
        </message>
        <message>
            <source>Open the results of another run: its file farmland_redline.gpkg</source>
            <translation>打开另一次运行的成果文件 farmland_redline.gpkg</translation>
        </message>
        <message>
            <source>Open the sample city</source>
            <translation>打开示例数据</translation>
        </message>
        <message>
            <source>Open workbook</source>
            <translation>打开工作簿</translation>
        </message>
        <message>
            <source>Open …</source>
            <translation>打开…</translation>
        </message>
        <message>
            <source>Open-ended</source>
            <translation>长期</translation>
        </message>
        <message>
            <source>Opening</source>
            <translation>期初</translation>
        </message>
        <message>
            <source>Opens the dialog of “Run everything” with what the run was given</source>
            <translation>打开“一键处理”对话框，填好该次运行的参数</translation>
        </message>
        <message>
            <source>Order of use</source>
            <translation>利用优先序</translation>
        </message>
        <message>
            <source>Order: fewest first, one after the other: {criteria}. No weights.</source>
            <translation>排序：依次比较，少者在前：{criteria}。不加权。</translation>
        </message>
        <message>
            <source>Origin</source>
            <translation>划定时情况</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>Other agricultural land, gross</source>
            <translation>其他农用地（毛）</translation>
        </message>
        <message>
            <source>Other candidates</source>
            <translation>其他恢复潜力</translation>
        </message>
        <message>
            <source>Other columns</source>
            <translation>其他属性</translation>
        </message>
        <message>
            <source>Other county</source>
            <translation>对方县</translation>
        </message>
        <message>
            <source>Other cultivated land</source>
            <translation>其他耕地</translation>
        </message>
        <message>
            <source>Other cultivated land turned into paddy</source>
            <translation>其他耕地改为水田（旱改水）</translation>
        </message>
        <message>
            <source>Other file …</source>
            <translation>其他文件…</translation>
        </message>
        <message>
            <source>Other land</source>
            <translation>其他土地</translation>
        </message>
        <message>
            <source>Other or unknown class</source>
            <translation>其他或未知地类</translation>
        </message>
        <message>
            <source>Other parcels</source>
            <translation>其他图斑</translation>
        </message>
        <message>
            <source>Other parcels of candidates, numbered of all</source>
            <translation>其余恢复潜力图斑（已注／共）</translation>
        </message>
        <message>
            <source>Other parts have to wait or to be confirmed</source>
            <translation>另有暂缓或待核实部分</translation>
        </message>
        <message>
            <source>Others</source>
            <translation>其他人意见</translation>
        </message>
        <message>
            <source>Outcome</source>
            <translation>处理结果</translation>
        </message>
        <message>
            <source>Outflow</source>
            <translation>流出</translation>
        </message>
        <message>
            <source>Outflow (m²)</source>
            <translation>流出（平方米）</translation>
        </message>
        <message>
            <source>Outflow and inflow</source>
            <translation>耕地流出流入</translation>
        </message>
        <message>
            <source>Outflow by status</source>
            <translation>流出认定</translation>
        </message>
        <message>
            <source>Outflow by where it went</source>
            <translation>流出去向</translation>
        </message>
        <message>
            <source>Outflow inside PBF</source>
            <translation>其中永久基本农田内</translation>
        </message>
        <message>
            <source>Outflow of paddy</source>
            <translation>水田流出</translation>
        </message>
        <message>
            <source>Outflow owed to the balance</source>
            <translation>应补平衡的流出</translation>
        </message>
        <message>
            <source>Outflow to {what}</source>
            <translation>流出至{what}</translation>
        </message>
        <message>
            <source>Outflow without a reason</source>
            <translation>不合理流出</translation>
        </message>
        <message>
            <source>Outline files</source>
            <translation>界线文件</translation>
        </message>
        <message>
            <source>Outlines of findings</source>
            <translation>核查图斑范围</translation>
        </message>
        <message>
            <source>Outlines of the counties</source>
            <translation>县级界线</translation>
        </message>
        <message>
            <source>Output folder</source>
            <translation>输出文件夹</translation>
        </message>
        <message>
            <source>Output folder of an earlier run over these counties: in each county's results there its warnings are found, whose earlier periods stay as they are and count on (measures 33, 34). What is in this run's own output folder counts on without it.</source>
            <translation>上次对这些县运行的输出文件夹：从其中各县的成果取得警示，以前各时段保持原认定并继续累计（举措33、34）。本次输出文件夹自身的成果不必给出，自动沿用。</translation>
        </message>
        <message>
            <source>Outputs</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Outputs of single algorithms that the GeoPackage lacks, each under its own name (flows, vetoes, land_use, ceilings, freezes ...): they come before tables of the same name in it (measure 33).</source>
            <translation>GeoPackage 中没有的单项算法输出，用各自的名称（flows、vetoes、land_use、ceilings、freezes 等）；与其中同名的表相比，以此处为准（举措33）。</translation>
        </message>
        <message>
            <source>Outside</source>
            <translation>外</translation>
        </message>
        <message>
            <source>Outside China</source>
            <translation>位于中国境外</translation>
        </message>
        <message>
            <source>Outside PBF</source>
            <translation>永久基本农田外</translation>
        </message>
        <message>
            <source>Outside all parcels</source>
            <translation>图斑以外</translation>
        </message>
        <message>
            <source>Outside all units</source>
            <translation>超出行政区范围</translation>
        </message>
        <message>
            <source>Outside the planned scope</source>
            <translation>规划建设范围外</translation>
        </message>
        <message>
            <source>Outside the survey</source>
            <translation>调查范围外</translation>
        </message>
        <message>
            <source>Over boundaries</source>
            <translation>界线调整</translation>
        </message>
        <message>
            <source>Overlaps and gaps</source>
            <translation>重叠和缝隙</translation>
        </message>
        <message>
            <source>Overlay parcels</source>
            <translation>图斑叠加</translation>
        </message>
        <message>
            <source>Overview</source>
            <translation>总览</translation>
        </message>
        <message>
            <source>Owed to the balance</source>
            <translation>应补充耕地</translation>
        </message>
        <message>
            <source>Own quota first</source>
            <translation>应先用本县指标</translation>
        </message>
        <message>
            <source>PBF</source>
            <translation>永久基本农田</translation>
        </message>
        <message>
            <source>PBF (mu)</source>
            <translation>永久基本农田（亩）</translation>
        </message>
        <message>
            <source>PBF above target</source>
            <translation>永久基本农田与目标差值</translation>
        </message>
        <message>
            <source>PBF as registered</source>
            <translation>永久基本农田登记面积</translation>
        </message>
        <message>
            <source>PBF below its task</source>
            <translation>永久基本农田低于任务</translation>
        </message>
        <message>
            <source>PBF cross table</source>
            <translation>永久基本农田交叉表</translation>
        </message>
        <message>
            <source>PBF delimited (registered net)</source>
            <translation>永久基本农田划定面积（登记净面积）</translation>
        </message>
        <message>
            <source>PBF delimited minus target</source>
            <translation>永久基本农田划定与目标差值</translation>
        </message>
        <message>
            <source>PBF in the period</source>
            <translation>本期占用永久基本农田</translation>
        </message>
        <message>
            <source>PBF in total</source>
            <translation>累积占用永久基本农田</translation>
        </message>
        <message>
            <source>PBF over the limit</source>
            <translation>占用永久基本农田超限</translation>
        </message>
        <message>
            <source>PBF parcel</source>
            <translation>永久基本农田图斑</translation>
        </message>
        <message>
            <source>PBF parcels without an area of record</source>
            <translation>未登记面积的永久基本农田图斑数</translation>
        </message>
        <message>
            <source>PBF registered inside</source>
            <translation>范围内登记的永久基本农田</translation>
        </message>
        <message>
            <source>PBF reserve zone</source>
            <translation>永久基本农田储备区</translation>
        </message>
        <message>
            <source>PBF taken by the works, net</source>
            <translation>工程占用永久基本农田（净）</translation>
        </message>
        <message>
            <source>PBF target</source>
            <translation>永久基本农田目标</translation>
        </message>
        <message>
            <source>PBF to be made good in the county</source>
            <translation>县域内补划永久基本农田</translation>
        </message>
        <message>
            <source>PBF to be made good inside the project</source>
            <translation>项目区内补足永久基本农田</translation>
        </message>
        <message>
            <source>PBF to replace</source>
            <translation>应补划永久基本农田</translation>
        </message>
        <message>
            <source>PBF to replace, net</source>
            <translation>应补划永久基本农田（净面积）</translation>
        </message>
        <message>
            <source>PBF to replace, registered</source>
            <translation>应补划永久基本农田（登记面积）</translation>
        </message>
        <message>
            <source>PDF for print and screen, PNG pictures for documents, SVG drawings to be edited.</source>
            <translation>PDF 供打印和浏览，PNG 图片供插入文档，SVG 图形可再编辑。</translation>
        </message>
        <message>
            <source>Paddy accepted</source>
            <translation>验收水田</translation>
        </message>
        <message>
            <source>Paddy before</source>
            <translation>年初水田</translation>
        </message>
        <message>
            <source>Paddy before, net</source>
            <translation>前水田净面积</translation>
        </message>
        <message>
            <source>Paddy missing</source>
            <translation>水田不足</translation>
        </message>
        <message>
            <source>Paddy now</source>
            <translation>年末水田</translation>
        </message>
        <message>
            <source>Paddy now, net</source>
            <translation>现状水田净面积</translation>
        </message>
        <message>
            <source>Paddy turned into other cultivated land</source>
            <translation>水田改为其他耕地（水改旱）</translation>
        </message>
        <message>
            <source>Paddy, net</source>
            <translation>水田净面积</translation>
        </message>
        <message>
            <source>Paddy: {what}</source>
            <translation>水田：{what}</translation>
        </message>
        <message>
            <source>Page for the leadership</source>
            <translation>领导半年报告页</translation>
        </message>
        <message>
            <source>Page {page} of {pages}</source>
            <translation>第 {page} 页 共 {pages} 页</translation>
        </message>
        <message>
            <source>Pair swaps of hill for valley</source>
            <translation>山上换山下配对</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>幅面</translation>
        </message>
        <message>
            <source>Parameter</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Parcel area of record (m²)</source>
            <translation>图斑面积（平方米）</translation>
        </message>
        <message>
            <source>Parcel could not be cut</source>
            <translation>图斑无法切割</translation>
        </message>
        <message>
            <source>Parcel id</source>
            <translation>图斑标识码（BSM）</translation>
        </message>
        <message>
            <source>Parcel number</source>
            <translation>图斑编号</translation>
        </message>
        <message>
            <source>Parcel number repeated</source>
            <translation>图斑编号重复</translation>
        </message>
        <message>
            <source>Parcel numbers on the map (TBBH)</source>
            <translation>图上标注图斑编号（TBBH）</translation>
        </message>
        <message>
            <source>Parcel of several parts</source>
            <translation>多部件图斑</translation>
        </message>
        <message>
            <source>Parcel of the earlier survey</source>
            <translation>前一次调查图斑</translation>
        </message>
        <message>
            <source>Parcel refinement code</source>
            <translation>图斑细化代码</translation>
        </message>
        <message>
            <source>Parcels</source>
            <translation>图斑</translation>
        </message>
        <message>
            <source>Parcels around</source>
            <translation>周边图斑</translation>
        </message>
        <message>
            <source>Parcels by number (TBBH) or id (BSM, also its end), units by code or name, findings by id.</source>
            <translation>按图斑编号（TBBH）或标识码（BSM，可只输末尾几位）查图斑，按代码或名称查行政区，按编号查成果图斑。</translation>
        </message>
        <message>
            <source>Parcels in the data</source>
            <translation>数据内图斑数</translation>
        </message>
        <message>
            <source>Parcels in zones</source>
            <translation>区内图斑</translation>
        </message>
        <message>
            <source>Parcels of conflicts, numbered of all</source>
            <translation>占用冲突图斑（已注／共）</translation>
        </message>
        <message>
            <source>Parcels of the base year (2020), with the same fields as today's: both are judged by the policy's rule of stable land.</source>
            <translation>基期（2020年）图斑，字段与现状相同：两者都按政策文件的稳定耕地规则判断。</translation>
        </message>
        <message>
            <source>Parcels of the earlier yearly update, or of the base survey (2020), with the same fields. Where it is in several layers, give the others among the further zone layers as “previous”.</source>
            <translation>前一年度国土变更调查（或 2020 年基期调查）的图斑，字段相同。分在多个图层的，其余图层放入其他分区图层，角色写 previous。</translation>
        </message>
        <message>
            <source>Parcels of the previous yearly update: the baseline of a conflict where the PBF layer records none.</source>
            <translation>上年度国土变更调查图斑；永久基本农田图层未记录划定时地类的，以此作为占用冲突的基期。</translation>
        </message>
        <message>
            <source>Parcels of the second national land survey, for candidates that were cultivated then.</source>
            <translation>第二次全国土地调查图斑，用于查找二调时为耕地的恢复潜力地块。</translation>
        </message>
        <message>
            <source>Parcels of the survey before the patches' images: what was cultivated is told by it.</source>
            <translation>图斑前时相之前的调查图斑，据此确定占用前是否耕地。</translation>
        </message>
        <message>
            <source>Parcels of the third national land survey or its yearly update. Needed fields: BSM, DLBM, TBMJ, ZLDWDM (6 digits or more); TBDLMJ is taken as recorded where it is there. Fields are found by name or alias.</source>
            <translation>第三次全国国土调查或年度国土变更调查图斑。必需字段：BSM、DLBM、TBMJ、ZLDWDM（不少于6位）；有 TBDLMJ 的按登记值采用。字段按名称或别名识别。</translation>
        </message>
        <message>
            <source>Parcels of {code} are in “{other}”, too, and would count twice: this county is not in the sums. Leave one of the two out.</source>
            <translation>{code} 的图斑在“{other}”中也有，会重复计算：本县未计入汇总。请去掉其中之一。</translation>
        </message>
        <message>
            <source>Parcels overlap</source>
            <translation>图斑重叠</translation>
        </message>
        <message>
            <source>Parcels whose TBMJ differs from the measured area by more than this are listed as problems.</source>
            <translation>图斑面积（TBMJ）与量算面积相差超过该值的图斑列入数据问题。</translation>
        </message>
        <message>
            <source>Part id</source>
            <translation>地块编号</translation>
        </message>
        <message>
            <source>Part of</source>
            <translation>属于</translation>
        </message>
        <message>
            <source>Part of the parcel lies in no unit; its location code was taken.</source>
            <translation>图斑有一部分不在任何行政区内，已采用其坐落单位代码。</translation>
        </message>
        <message>
            <source>Part of the potential</source>
            <translation>潜力分类</translation>
        </message>
        <message>
            <source>Partly approved</source>
            <translation>部分批准</translation>
        </message>
        <message>
            <source>Partly fallow</source>
            <translation>部分休耕</translation>
        </message>
        <message>
            <source>Partly unplanted</source>
            <translation>部分未种植</translation>
        </message>
        <message>
            <source>Partner</source>
            <translation>对换地块</translation>
        </message>
        <message>
            <source>Parts of sites</source>
            <translation>选址地块</translation>
        </message>
        <message>
            <source>Paste cells</source>
            <translation>粘贴单元格</translation>
        </message>
        <message>
            <source>Patch</source>
            <translation>监测图斑</translation>
        </message>
        <message>
            <source>Patch outside the earlier survey</source>
            <translation>图斑超出前一次调查范围</translation>
        </message>
        <message>
            <source>Patch outside the survey</source>
            <translation>图斑超出调查范围</translation>
        </message>
        <message>
            <source>Patches by unit</source>
            <translation>分行政区连片情况</translation>
        </message>
        <message>
            <source>Patches of cultivated land before and after all swaps (measure 23)</source>
            <translation>全部置换前后的耕地斑块（举措23）</translation>
        </message>
        <message>
            <source>Patches with verdict</source>
            <translation>初判结果图斑</translation>
        </message>
        <message>
            <source>Patches {patches} would make cases of one number, {case}. Give one of them another number.</source>
            <translation>监测图斑 {patches} 会生成编号同为 {case} 的案件。请给其中一个改编号。</translation>
        </message>
        <message>
            <source>Patches {when}</source>
            <translation>{when}连片块数</translation>
        </message>
        <message>
            <source>Patrol list</source>
            <translation>巡查清单</translation>
        </message>
        <message>
            <source>People differ: to be decided</source>
            <translation>意见不一致，待定</translation>
        </message>
        <message>
            <source>Per cent of each unit's own target.</source>
            <translation>占各单位自身目标的百分比。</translation>
        </message>
        <message>
            <source>Per cent of each unit's own target; areas in 10,000 mu.</source>
            <translation>以各行政区自身目标为100%；面积单位：万亩。</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>时段</translation>
        </message>
        <message>
            <source>Permanent basic farmland</source>
            <translation>永久基本农田</translation>
        </message>
        <message>
            <source>Permanent basic farmland delimited against the target</source>
            <translation>永久基本农田划定面积与目标对照</translation>
        </message>
        <message>
            <source>Permanent basic farmland line</source>
            <translation>永久基本农田界线</translation>
        </message>
        <message>
            <source>Permanent basic farmland not given</source>
            <translation>永久基本农田图层未提供</translation>
        </message>
        <message>
            <source>Permanent basic farmland registered twice</source>
            <translation>永久基本农田重复登记</translation>
        </message>
        <message>
            <source>Permanent basic farmland reserve zone</source>
            <translation>永久基本农田储备区</translation>
        </message>
        <message>
            <source>Permanent basic farmland target</source>
            <translation>永久基本农田保护目标</translation>
        </message>
        <message>
            <source>Permanent basic farmland, cultivated now (net)</source>
            <translation>永久基本农田·其中现状耕地（净面积）</translation>
        </message>
        <message>
            <source>Permanent basic farmland, delimited (registered net)</source>
            <translation>永久基本农田·划定（登记净面积）</translation>
        </message>
        <message>
            <source>Permanent basic farmland, {unit}: delimited {actual} (registered net) of {target} (10,000 mu), {difference} mu: {state}.</source>
            <translation>{unit}永久基本农田：划定 {actual} 万亩（登记净面积），保护任务 {target} 万亩，差值 {difference} 亩，{state}。</translation>
        </message>
        <message>
            <source>Permanent basic farmland: above or below the target (mu)</source>
            <translation>永久基本农田与目标之差（亩）</translation>
        </message>
        <message>
            <source>Permanent basic farmland: class recorded at delimitation and class now</source>
            <translation>永久基本农田划定时地类与现状地类交叉表</translation>
        </message>
        <message>
            <source>Person who checked</source>
            <translation>核查人</translation>
        </message>
        <message>
            <source>Personal data</source>
            <translation>个人信息</translation>
        </message>
        <message>
            <source>Persons decide in the table cases of the GeoPackage; what they enter there stays in later runs.</source>
            <translation>认定由人在GeoPackage的案件表（cases）中填写；填写的内容再次运行时保留。</translation>
        </message>
        <message>
            <source>Photo {number}</source>
            <translation>照片{number}</translation>
        </message>
        <message>
            <source>Photo {number}: a detail, towards ____</source>
            <translation>照片{number}：近景，方向____</translation>
        </message>
        <message>
            <source>Photo {number}: the whole, towards ____</source>
            <translation>照片{number}：全景，方向____</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Photos ({kinds})</source>
            <translation>照片（{kinds}）</translation>
        </message>
        <message>
            <source>Photos of the finding</source>
            <translation>该图斑的照片</translation>
        </message>
        <message>
            <source>Photos of the patrol go here.</source>
            <translation>巡查照片存放于此。</translation>
        </message>
        <message>
            <source>Piece id</source>
            <translation>碎块编号</translation>
        </message>
        <message>
            <source>Pieces</source>
            <translation>叠加碎块</translation>
        </message>
        <message>
            <source>Pieces of reserves</source>
            <translation>储备区碎块</translation>
        </message>
        <message>
            <source>Pieces that could go (up) or come (down), with the partner of each; those without one stay listed.</source>
            <translation>可换出（up）和可换入（down）的碎块及其对换地块；没有对换地块的也列出。</translation>
        </message>
        <message>
            <source>Pieces, conflicts and candidates of each county also go to a GeoPackage in the folder counties.</source>
            <translation>各县（市、区）的碎块、占用冲突和恢复潜力地块另存为 counties 文件夹中的 GeoPackage，每县一个。</translation>
        </message>
        <message>
            <source>Pieces, conflicts and candidates were made for different reference dates: {dates}. Make all of them for one date.</source>
            <translation>碎块、占用冲突和恢复潜力地块按不同的基准日生成：{dates}。请都按同一个日期生成。</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>中心经纬度</translation>
        </message>
        <message>
            <source>Place in the order of use</source>
            <translation>利用次序</translation>
        </message>
        <message>
            <source>Plan balanced in area</source>
            <translation>方案数量平衡</translation>
        </message>
        <message>
            <source>Plan balanced in quality</source>
            <translation>方案质量平衡</translation>
        </message>
        <message>
            <source>Plan by unit and year</source>
            <translation>分行政区、分年度计划</translation>
        </message>
        <message>
            <source>Plan restoration</source>
            <translation>编制恢复计划</translation>
        </message>
        <message>
            <source>Planned beyond the task (mu)</source>
            <translation>超出任务（亩）</translation>
        </message>
        <message>
            <source>Planned in less out</source>
            <translation>方案转进减转出</translation>
        </message>
        <message>
            <source>Planned to come in</source>
            <translation>方案转进</translation>
        </message>
        <message>
            <source>Planned to go out</source>
            <translation>方案转出</translation>
        </message>
        <message>
            <source>Planned, net (mu)</source>
            <translation>计划净面积（亩）</translation>
        </message>
        <message>
            <source>Planned, net (m²)</source>
            <translation>计划净面积（平方米）</translation>
        </message>
        <message>
            <source>Planting</source>
            <translation>种植情况</translation>
        </message>
        <message>
            <source>Planting attribute code</source>
            <translation>种植属性代码</translation>
        </message>
        <message>
            <source>Planting known, net</source>
            <translation>种植情况已知（净）</translation>
        </message>
        <message>
            <source>Planting of cultivated land by the order of use (measures 4, 15), by unit</source>
            <translation>耕地种植情况（按利用优先序，举措4、15），分行政区</translation>
        </message>
        <message>
            <source>Policy and office profile</source>
            <translation>政策文件和单位配置</translation>
        </message>
        <message>
            <source>Policy editor</source>
            <translation>政策编辑器</translation>
        </message>
        <message>
            <source>Policy file</source>
            <translation>政策文件</translation>
        </message>
        <message>
            <source>Polygon</source>
            <translation>地块</translation>
        </message>
        <message>
            <source>Polygons of the alternatives: FABH tells them apart, else XMMC; without either the layer is one alternative. XMLX, SSLX, PHGZC, KFHF and QX may tell of each what the parameters below tell of all. Lines need a width: give the area that is taken.</source>
            <translation>各方案的面：按方案编号（FABH）区分，没有的按项目名称（XMMC），均没有的整个图层为一个方案。XMLX、SSLX、PHGZC、KFHF、QX 可逐个填写，未填的取下列参数。线状工程须给出占地范围面。</translation>
        </message>
        <message>
            <source>Polygons with a number (JCBH), and the day of the later image (HSX) if there is one (measure 30).</source>
            <translation>面图层，须有编号（JCBH）；有后时相日期（HSX）的一并读取（举措30）。</translation>
        </message>
        <message>
            <source>Potential against the gap</source>
            <translation>潜力与缺口对照</translation>
        </message>
        <message>
            <source>Potential that is free, share of all land (%)</source>
            <translation>可直接利用的恢复潜力占土地总面积的比例（%）</translation>
        </message>
        <message>
            <source>Potential: barred for now (net)</source>
            <translation>恢复潜力·暂缓（净面积）</translation>
        </message>
        <message>
            <source>Potential: excluded (net)</source>
            <translation>恢复潜力·已排除（净面积）</translation>
        </message>
        <message>
            <source>Potential: free (net)</source>
            <translation>恢复潜力·可直接恢复（净面积）</translation>
        </message>
        <message>
            <source>Potential: free after the review (net)</source>
            <translation>恢复潜力·核查后可直接恢复（净面积）</translation>
        </message>
        <message>
            <source>Potential: free, dismissed by the review (net)</source>
            <translation>恢复潜力·可直接恢复中核查不属实或已批准（净面积）</translation>
        </message>
        <message>
            <source>Potential: to be confirmed (net)</source>
            <translation>恢复潜力·待核实（净面积）</translation>
        </message>
        <message>
            <source>Potential: {part}</source>
            <translation>潜力·{part}（净面积）</translation>
        </message>
        <message>
            <source>Preliminary verdict</source>
            <translation>初判</translation>
        </message>
        <message>
            <source>Price over the limit</source>
            <translation>超过限价</translation>
        </message>
        <message>
            <source>Problem kind</source>
            <translation>问题类型</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>数据问题</translation>
        </message>
        <message>
            <source>Process layer of the update (DLTBGXGC)</source>
            <translation>地类图斑更新过程层（DLTBGXGC）</translation>
        </message>
        <message>
            <source>Profile file</source>
            <translation>配置文件</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>恢复进展</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Project or case</source>
            <translation>项目或案件</translation>
        </message>
        <message>
            <source>Project outlines</source>
            <translation>项目界线</translation>
        </message>
        <message>
            <source>Project the layer to the county's Gauss-Krüger zone (EPSG:4513 to 4554).</source>
            <translation>请将图层投影到本县所在的高斯-克吕格投影带（EPSG:4513 至 4554）。</translation>
        </message>
        <message>
            <source>Projects verified</source>
            <translation>高标准农田核查</translation>
        </message>
        <message>
            <source>Projects with number (XMBH) and year of completion (JCNF), without which they are not judged.</source>
            <translation>项目，有编号（XMBH）和建成年份（JCNF）；没有建成年份的不判断。</translation>
        </message>
        <message>
            <source>Projects, verified</source>
            <translation>高标准农田核查</translation>
        </message>
        <message>
            <source>Proposed corrections</source>
            <translation>建议更正</translation>
        </message>
        <message>
            <source>Proposed corrections of the quota ledger (measure 22)</source>
            <translation>指标台账建议更正（举措22）</translation>
        </message>
        <message>
            <source>Protected farmland no longer cultivated, and construction on cultivated land outside PBF</source>
            <translation>耕地保护目标内流失、永久基本农田外建设占用耕地清单</translation>
        </message>
        <message>
            <source>Protection of cultivated land: report of {period}</source>
            <translation>耕地保护情况报告（{period}）</translation>
        </message>
        <message>
            <source>Provenance</source>
            <translation>成果溯源</translation>
        </message>
        <message>
            <source>Provenance of the results</source>
            <translation>成果溯源</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>数据源类型</translation>
        </message>
        <message>
            <source>Provincial projects and above</source>
            <translation>省级及以上项目</translation>
        </message>
        <message>
            <source>Purchase</source>
            <translation>调入</translation>
        </message>
        <message>
            <source>Python libraries are missing: {names}.</source>
            <translation>缺少 Python 库：{names}。</translation>
        </message>
        <message>
            <source>QGIS cannot make it</source>
            <translation>QGIS 无法创建</translation>
        </message>
        <message>
            <source>QGIS cannot open “{path}” under this name. Rename the file or its folder without %.</source>
            <translation>QGIS 不能以该名称打开“{path}”。请改文件名或文件夹名，去掉其中的 %。</translation>
        </message>
        <message>
            <source>QGIS does not know “{algorithm}”: start QGIS again.</source>
            <translation>QGIS 中没有“{algorithm}”：请重新启动 QGIS。</translation>
        </message>
        <message>
            <source>QGIS has no provider for PostgreSQL here.</source>
            <translation>此 QGIS 没有 PostgreSQL 数据提供程序。</translation>
        </message>
        <message>
            <source>QGIS's Python program was not found.</source>
            <translation>未找到 QGIS 的 Python 程序。</translation>
        </message>
        <message>
            <source>Quality grade not known</source>
            <translation>耕地等别不明</translation>
        </message>
        <message>
            <source>Quantity</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>季度</translation>
        </message>
        <message>
            <source>Quota ledger</source>
            <translation>指标台账</translation>
        </message>
        <message>
            <source>Quota ledger, entry {entry} of {day}: </source>
            <translation>指标台账，{day}的{entry}：</translation>
        </message>
        <message>
            <source>Quota ledger: entries and events of cases by date (measures 22, 38)</source>
            <translation>指标台账：按日期的记录和案件事项（举措22、38）</translation>
        </message>
        <message>
            <source>Quota of {unit}: {available} mu available, of it paddy {paddy} mu; {frozen} mu frozen.</source>
            <translation>{unit}补充耕地指标：可用 {available} 亩，其中水田 {paddy} 亩；冻结 {frozen} 亩。</translation>
        </message>
        <message>
            <source>Quota used in the year</source>
            <translation>当年核销指标</translation>
        </message>
        <message>
            <source>Rank</source>
            <translation>名次</translation>
        </message>
        <message>
            <source>Ranking of sites</source>
            <translation>选址排序</translation>
        </message>
        <message>
            <source>Rate (yuan per mu)</source>
            <translation>标准（元/亩）</translation>
        </message>
        <message>
            <source>Rates of the reclamation fee (measure 19)</source>
            <translation>耕地开垦费标准（举措19）</translation>
        </message>
        <message>
            <source>Rates, layers and fields that are missing, and values that cannot be read.</source>
            <translation>缺少的标准、图层和字段，以及无法识别的值。</translation>
        </message>
        <message>
            <source>Re-graded without a change of class</source>
            <translation>重新定级（地类未变）</translation>
        </message>
        <message>
            <source>Read results for the dashboard</source>
            <translation>读取看板成果</translation>
        </message>
        <message>
            <source>Reading {file} …</source>
            <translation>正在读取 {file} …</translation>
        </message>
        <message>
            <source>Reads what came back of the packages of “Make patrol lists” (measures 2, 31) into the GeoPackage of results, by the ids of findings: verdicts become decisions as in the review panel, all answers are kept in the table field_checks, photos are copied into the folder photos beside the results.
Nothing is overwritten. Where two people differ, or somebody has decided otherwise meanwhile, nothing is decided and both are told. The same folder may be imported again: nothing is added twice.</source>
            <translation>将“生成巡查清单”数据包回传的内容（举措2、31）按图斑编号并入成果GeoPackage：核查结论写为核查决定（同“逐块核查”面板），全部记录存入field_checks表，照片复制到成果旁的photos文件夹。
不覆盖任何内容。两人意见不一致，或期间已有不同意见的，不写入意见并逐一提示。同一文件夹可重复导入，不会重复添加。</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Reason for deferral</source>
            <translation>暂缓原因</translation>
        </message>
        <message>
            <source>Reasons</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>Reasons to exclude</source>
            <translation>排除原因</translation>
        </message>
        <message>
            <source>Receives a folder for each county, and the results of all.</source>
            <translation>存放各县文件夹和汇总成果。</translation>
        </message>
        <message>
            <source>Receives a folder for each unit, when all are complete. Copy it to the device as it is.</source>
            <translation>全部完成后，每个单位一个文件夹，整个拷入移动设备即可。</translation>
        </message>
        <message>
            <source>Receives one PDF a county; each appears when it is complete.</source>
            <translation>每个县（市、区）一个 PDF，完成一个输出一个。</translation>
        </message>
        <message>
            <source>Receives one PDF a unit, when all are drawn.</source>
            <translation>每个单元一个 PDF，全部画好后放在这里。</translation>
        </message>
        <message>
            <source>Receives one file a county: .docx, or .html where python-docx is missing.</source>
            <translation>每县生成一个文件：.docx；缺少 python-docx 时为 .html。</translation>
        </message>
        <message>
            <source>Receives the files, when all are complete.</source>
            <translation>全部完成后，文件存放于此。</translation>
        </message>
        <message>
            <source>Receives the files, when all sheets are drawn.</source>
            <translation>全部图幅画好后，文件放在这里。</translation>
        </message>
        <message>
            <source>Reclamation fee (yuan)</source>
            <translation>耕地开垦费（元）</translation>
        </message>
        <message>
            <source>Recognised without an entry: {layer} = {role}, {why}.</source>
            <translation>无需填写即可识别：{layer} = {role}，{why}。</translation>
        </message>
        <message>
            <source>Recognised: {layer} = {role}, {why}</source>
            <translation>已识别：{layer} = {role}，{why}</translation>
        </message>
        <message>
            <source>Record and geometry of a zone disagree</source>
            <translation>分区登记面积与图形不符</translation>
        </message>
        <message>
            <source>Record decisions on findings</source>
            <translation>登记核查决定</translation>
        </message>
        <message>
            <source>Records look like hectares</source>
            <translation>登记面积疑似以公顷为单位</translation>
        </message>
        <message>
            <source>Records look like mu</source>
            <translation>登记面积疑似以亩为单位</translation>
        </message>
        <message>
            <source>Red: outline. Brown rim: permanent basic farmland. Yellow: cultivated land. Green: forest.</source>
            <translation>红线为项目界线，褐边为永久基本农田，黄色为耕地，绿色为林地。</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Reference date</source>
            <translation>基准日期</translation>
        </message>
        <message>
            <source>Reference date: {day}.</source>
            <translation>基准日：{day}。</translation>
        </message>
        <message>
            <source>Reference date: “{text}” is no day of the form YYYY-MM-DD.</source>
            <translation>基准日期：“{text}”不是 YYYY-MM-DD 形式的日期。</translation>
        </message>
        <message>
            <source>Registered area</source>
            <translation>登记面积</translation>
        </message>
        <message>
            <source>Registered as PBF, net</source>
            <translation>永久基本农田登记净面积</translation>
        </message>
        <message>
            <source>Registered facility</source>
            <translation>设施备案</translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation>不属实</translation>
        </message>
        <message>
            <source>Release</source>
            <translation>解冻</translation>
        </message>
        <message>
            <source>Released: restored</source>
            <translation>已解除：拆除复耕</translation>
        </message>
        <message>
            <source>Remark</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Remark: what was seen, the number of an approval …</source>
            <translation>备注：现场情况、批准文号等</translation>
        </message>
        <message>
            <source>Remarks</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Remarks:</source>
            <translation>备注：</translation>
        </message>
        <message>
            <source>Remedy</source>
            <translation>处理建议</translation>
        </message>
        <message>
            <source>Remove duplicate vertices.</source>
            <translation>请删除重复节点。</translation>
        </message>
        <message>
            <source>Remove it from one of the parameters.</source>
            <translation>请从其中一个参数中移除。</translation>
        </message>
        <message>
            <source>Repair it in the source (self-intersections, spikes).</source>
            <translation>请在源数据中修复（自相交、尖角等）。</translation>
        </message>
        <message>
            <source>Repeated vertices</source>
            <translation>节点重复</translation>
        </message>
        <message>
            <source>Repeats</source>
            <translation>重复于</translation>
        </message>
        <message>
            <source>Replace it by the class of the third survey.</source>
            <translation>请改为国土调查（三调）地类编码。</translation>
        </message>
        <message>
            <source>Replace it by the code in force.</source>
            <translation>请改为现行代码。</translation>
        </message>
        <message>
            <source>Report a period of cases</source>
            <translation>案件周报月报半年报</translation>
        </message>
        <message>
            <source>Report page</source>
            <translation>网页报告</translation>
        </message>
        <message>
            <source>Reserve</source>
            <translation>储备区类型</translation>
        </message>
        <message>
            <source>Reserve polygon</source>
            <translation>储备区图斑</translation>
        </message>
        <message>
            <source>Reserves</source>
            <translation>储备区</translation>
        </message>
        <message>
            <source>Reserves by unit</source>
            <translation>储备区汇总</translation>
        </message>
        <message>
            <source>Reserves of land against the current survey (measure 12), by unit</source>
            <translation>储备区现状核查（举措12），分行政区</translation>
        </message>
        <message>
            <source>Reserves of {unit} against the survey (gross): {parts}.</source>
            <translation>{unit}储备区对照现状调查（毛面积）：{parts}。</translation>
        </message>
        <message>
            <source>Responsible</source>
            <translation>责任方</translation>
        </message>
        <message>
            <source>Restorability</source>
            <translation>恢复难易</translation>
        </message>
        <message>
            <source>Restorable (JKHF, GCHF), gross</source>
            <translation>恢复属性（JKHF、GCHF，毛）</translation>
        </message>
        <message>
            <source>Restorable at once</source>
            <translation>即可恢复</translation>
        </message>
        <message>
            <source>Restorable land may lose its mark only by becoming cultivated: check evidence, or set the mark again.</source>
            <translation>恢复属性地类只有恢复为耕地才能取消标注：请核查举证，或重新标注。</translation>
        </message>
        <message>
            <source>Restorable mark gone, land not cultivated</source>
            <translation>恢复属性消失且未变为耕地</translation>
        </message>
        <message>
            <source>Restorable, net</source>
            <translation>可恢复净面积</translation>
        </message>
        <message>
            <source>Restoration candidates</source>
            <translation>恢复潜力地块</translation>
        </message>
        <message>
            <source>Restoration candidates by tier and part of the potential, net area</source>
            <translation>恢复潜力分级分类净面积统计表</translation>
        </message>
        <message>
            <source>Restoration candidates make {blocks} blocks, {area} mu net; {count} pieces, {rest} mu, stay scattered.</source>
            <translation>恢复潜力地块打捆成 {blocks} 个片块，净面积 {area} 亩；仍零散的碎块 {count} 个、{rest} 亩。</translation>
        </message>
        <message>
            <source>Restoration candidates that count</source>
            <translation>计入统计的恢复潜力地块</translation>
        </message>
        <message>
            <source>Restoration plan</source>
            <translation>恢复计划</translation>
        </message>
        <message>
            <source>Restoration plan of {unit}, {year}: task {task} mu, planned {planned} mu in {blocks} blocks.</source>
            <translation>{unit}{year}年恢复计划：任务 {task} 亩，安排 {blocks} 个片块、{planned} 亩。</translation>
        </message>
        <message>
            <source>Restoration potential</source>
            <translation>恢复潜力</translation>
        </message>
        <message>
            <source>Restoration potential (net area)</source>
            <translation>恢复潜力（净面积）</translation>
        </message>
        <message>
            <source>Restoration potential (net): {parts}.</source>
            <translation>恢复潜力（净面积）：{parts}。</translation>
        </message>
        <message>
            <source>Restoration potential by tier</source>
            <translation>恢复潜力分级</translation>
        </message>
        <message>
            <source>Restoration potential list</source>
            <translation>恢复潜力清单</translation>
        </message>
        <message>
            <source>Restoration potential of each unit against its gap and its task</source>
            <translation>分县（市、区）恢复潜力与缺口、年度任务对照表</translation>
        </message>
        <message>
            <source>Restoration potential, net (mu)</source>
            <translation>恢复潜力（净面积，亩）</translation>
        </message>
        <message>
            <source>Restoration task and plan by county and year (measure 13)</source>
            <translation>分县分年度恢复任务和计划（举措13）</translation>
        </message>
        <message>
            <source>Restoration task {year}</source>
            <translation>{year}年度恢复任务</translation>
        </message>
        <message>
            <source>Restoration task {year}, {unit}: {area} mu.</source>
            <translation>{unit}{year}年度恢复任务 {area} 亩。</translation>
        </message>
        <message>
            <source>Restoration tasks</source>
            <translation>恢复任务</translation>
        </message>
        <message>
            <source>Restored</source>
            <translation>已恢复</translation>
        </message>
        <message>
            <source>Restored land not known</source>
            <translation>已恢复面积不明</translation>
        </message>
        <message>
            <source>Restored this year</source>
            <translation>本年恢复耕地</translation>
        </message>
        <message>
            <source>Result of the check</source>
            <translation>核查情况</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>成果</translation>
        </message>
        <message>
            <source>Results after</source>
            <translation>之后的成果</translation>
        </message>
        <message>
            <source>Results before</source>
            <translation>之前的成果</translation>
        </message>
        <message>
            <source>Results of a run</source>
            <translation>运行成果</translation>
        </message>
        <message>
            <source>Results of the last period</source>
            <translation>上期成果</translation>
        </message>
        <message>
            <source>Results to compare with</source>
            <translation>用于对比的成果</translation>
        </message>
        <message>
            <source>Results: {folder}</source>
            <translation>成果：{folder}</translation>
        </message>
        <message>
            <source>Returns an area in mu (亩), as runs do: 1 mu is 2000/3 m², and the area counts to 0.01 m².</source>
            <translation>将面积换算为亩，与分析运行一致：1 亩 = 2000/3 平方米，面积按 0.01 平方米计。</translation>
        </message>
        <message>
            <source>Returns the code of the class of level 1 or 2 that a land class of the third survey belongs to; wetlands such as 0303 belong to 00.</source>
            <translation>返回三调地类所属一级类或二级类的编码；0303 等湿地属于 00。</translation>
        </message>
        <message>
            <source>Returns the code of the county, township or village in which land lies; NULL where the code is too short.</source>
            <translation>返回图斑所在县、乡镇或村的代码；编码位数不足时为 NULL。</translation>
        </message>
        <message>
            <source>Returns the name of a land class in the language of QGIS, of the third survey, else of the second; NULL for a code that is in neither.</source>
            <translation>按 QGIS 的语言返回地类名称：先查三调地类，再查二调地类；两者都没有的编码为 NULL。</translation>
        </message>
        <message>
            <source>Returns the net cultivated area of a parcel in m², as runs do: the one on record (TBDLMJ), else the area less the field ridges, TBMJ - TBMJ × KCXS; 0 where the class is not cultivated land, NULL where it is no class.</source>
            <translation>返回图斑的耕地净面积（平方米），与分析运行一致：有图斑地类面积（TBDLMJ）的取记录值，没有的按 TBMJ - TBMJ × KCXS 扣除田坎；不是耕地的为 0，编码不是地类的为 NULL。</translation>
        </message>
        <message>
            <source>Review</source>
            <translation>核查情况</translation>
        </message>
        <message>
            <source>Review of findings</source>
            <translation>逐块核查</translation>
        </message>
        <message>
            <source>Review reserves</source>
            <translation>储备区核查</translation>
        </message>
        <message>
            <source>Reviewer</source>
            <translation>核查人</translation>
        </message>
        <message>
            <source>Ridge coefficients</source>
            <translation>田坎系数</translation>
        </message>
        <message>
            <source>Ridge defaults</source>
            <translation>田坎缺省值</translation>
        </message>
        <message>
            <source>Ridges are {ridges_m2} m², by KCXS {computed_m2} m²; the net area is {net_m2} m².</source>
            <translation>扣除面积为 {ridges_m2} 平方米，按扣除系数为 {computed_m2} 平方米；图斑地类面积为 {net_m2} 平方米。</translation>
        </message>
        <message>
            <source>Ridges of a row do not fit</source>
            <translation>过程层扣除面积不符</translation>
        </message>
        <message>
            <source>Ridges of it</source>
            <translation>其中田坎</translation>
        </message>
        <message>
            <source>Ring</source>
            <translation>环</translation>
        </message>
        <message>
            <source>Roads</source>
            <translation>道路</translation>
        </message>
        <message>
            <source>Roles of zone layers</source>
            <translation>分区图层角色</translation>
        </message>
        <message>
            <source>Roles: {roles}.</source>
            <translation>可用角色：{roles}。</translation>
        </message>
        <message>
            <source>Round it, and have the areas of the unit add up again.</source>
            <translation>请取舍，并重新平差使所在行政区面积闭合。</translation>
        </message>
        <message>
            <source>Rounding of the printed figures</source>
            <translation>四舍五入</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>行</translation>
        </message>
        <message>
            <source>Rows are made for the city and every level down to this one (county, township, village).</source>
            <translation>自市起至此级（县、乡镇、村）逐级成行。</translation>
        </message>
        <message>
            <source>Rows do not add up to the earlier parcel</source>
            <translation>过程层面积之和与变更前图斑不符</translation>
        </message>
        <message>
            <source>Rows of the table</source>
            <translation>表中的行</translation>
        </message>
        <message>
            <source>Rows: the class of the earlier survey. Columns: the class now. An empty field means no such land.</source>
            <translation>行为前一次调查的地类，列为现地类；空格表示无此类土地。</translation>
        </message>
        <message>
            <source>Rows: the class recorded at delimitation. Columns: the class now. An empty field means no such land.</source>
            <translation>行：划定时登记的地类；列：现状地类。空白表示没有该类土地。</translation>
        </message>
        <message>
            <source>Rules: {policy}.</source>
            <translation>依据：{policy}。</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Run again …</source>
            <translation>再次运行…</translation>
        </message>
        <message>
            <source>Run everything</source>
            <translation>一键处理</translation>
        </message>
        <message>
            <source>Run everything for a folder of counties</source>
            <translation>分县批量运行</translation>
        </message>
        <message>
            <source>Run of {time}; areas in {unit}.</source>
            <translation>{time} 运行；面积单位为{unit}。</translation>
        </message>
        <message>
            <source>Running number</source>
            <translation>序号</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>运行记录</translation>
        </message>
        <message>
            <source>Runs and reports</source>
            <translation>运行与报告</translation>
        </message>
        <message>
            <source>Rural house</source>
            <translation>村民住宅</translation>
        </message>
        <message>
            <source>Rural road too wide</source>
            <translation>农村道路超宽</translation>
        </message>
        <message>
            <source>SHA-256 of the file</source>
            <translation>文件校验值（SHA-256）</translation>
        </message>
        <message>
            <source>Sale</source>
            <translation>调出</translation>
        </message>
        <message>
            <source>Sample city</source>
            <translation>示例数据</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Save as …</source>
            <translation>另存为…</translation>
        </message>
        <message>
            <source>Save office profile</source>
            <translation>保存单位配置</translation>
        </message>
        <message>
            <source>Save the policy</source>
            <translation>保存政策文件</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>Saves how the office names fields, layers and units as a file that every algorithm takes as “Office profile”.
Give the layers as you would for “Run everything”, with “Field mapping” and “Roles of zone layers” where they are needed. The file holds these mappings; what is recognised without them is noted; what is not recognised stands there as lines to fill in. Only names of layers and columns are looked at. A profile given here is carried on. What the office's letters bear is kept there too; the person to ask and the telephone number are written into the file by hand, since QGIS keeps a history of what is typed here.
Picking the file in a run gives the same results as the mappings would.</source>
            <translation>把本单位的字段、图层和行政区命名保存为文件，供各算法作为“单位配置”选用。
按“一键处理”的方式给出图层，需要时填写“字段对应”和“分区图层角色”。文件记录这些对应关系；无需填写即可识别的加以注明；不能识别的列为待填条目。只查看图层名和字段名，不读取要素。如在此选择了已有的单位配置，则在其基础上续写。函件要素也存于该文件；QGIS 会保留在此输入内容的历史记录，联系人和电话请直接写入文件。
运行时选用该文件，与逐项填写对应关系的结果相同。</translation>
        </message>
        <message>
            <source>Say in “Roles of zone layers” what it is, {layer}=ROLE, or in the office's profile, or leave it out. Roles: {roles}.</source>
            <translation>请在“分区图层角色”中指明（{layer}=角色），或写入单位配置，或不选该图层。可用角色：{roles}。</translation>
        </message>
        <message>
            <source>Says what cultivated land is planted with, by the order of use: permanent basic farmland, high-standard farmland, other (measures 4 and 15).
Areas are net; shares are of the land whose planting is known, and what is not known stands beside them. Non-grain crops may stay on permanent basic farmland and are warned of on high-standard farmland. It also lists unplanted land (measure 16), what soil classes propose to take into or out of permanent basic farmland (measure 29), and cultivated land inside the forest boundary, the red line and the urban boundary (measures 6 and 9).</source>
            <translation>按利用优先序（永久基本农田、高标准农田、一般耕地）统计耕地的种植情况（举措4、15）。
面积为净面积；占比以种植情况已知的耕地为分母，未知的并列。永久基本农田种植非粮食作物可以维持、引导种粮，高标准农田种植非粮食作物则预警。并列出未耕种耕地（举措16）、按土壤环境质量类别建议调出和划入永久基本农田的耕地（举措29），以及位于林地管理边界、生态保护红线、城镇开发边界内的耕地（举措6、9）。</translation>
        </message>
        <message>
            <source>Search in the findings</source>
            <translation>查找图斑</translation>
        </message>
        <message>
            <source>Search: parcel, village, id …</source>
            <translation>查找：图斑、村名、编号…</translation>
        </message>
        <message>
            <source>Second general warning in a row</source>
            <translation>连续两次一般警示</translation>
        </message>
        <message>
            <source>Second survey</source>
            <translation>二调</translation>
        </message>
        <message>
            <source>Second-survey parcels</source>
            <translation>二调图斑</translation>
        </message>
        <message>
            <source>Second-survey target</source>
            <translation>二调确定耕地保护目标</translation>
        </message>
        <message>
            <source>Section</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Selected features</source>
            <translation>所选要素</translation>
        </message>
        <message>
            <source>Self-check</source>
            <translation>考核自查表</translation>
        </message>
        <message>
            <source>Self-check for the assessment</source>
            <translation>考核自查表</translation>
        </message>
        <message>
            <source>Self-check for the assessment (measure 33)</source>
            <translation>考核自查表（举措33）</translation>
        </message>
        <message>
            <source>Self-check of {unit}: {met} lines met, {missed} not met, {no_data} without data, {by_hand} to be filled in by hand.</source>
            <translation>{unit}考核自查：达标 {met} 项，未达标 {missed} 项，无数据 {no_data} 项，须人工填写 {by_hand} 项。</translation>
        </message>
        <message>
            <source>Set CGCS2000 in degrees (EPSG:4490) in the layer's properties, if that is what they are.</source>
            <translation>如确为 CGCS2000 经纬度，请在图层属性中设为 EPSG:4490。</translation>
        </message>
        <message>
            <source>Set against the gap</source>
            <translation>抵补缺口</translation>
        </message>
        <message>
            <source>Set against the gap (mu)</source>
            <translation>抵补缺口（亩）</translation>
        </message>
        <message>
            <source>Set it in the layer's properties (survey data: CGCS2000, EPSG:4513 to 4554), or supply the .prj file.</source>
            <translation>请在图层属性中设置坐标系（国土调查数据为 CGCS2000，EPSG:4513 至 4554），或补上 .prj 文件。</translation>
        </message>
        <message>
            <source>Set the Gauss-Krüger system of these coordinates in the layer's properties.</source>
            <translation>请在图层属性中设为这些坐标所属的高斯-克吕格投影坐标系。</translation>
        </message>
        <message>
            <source>Set the ceiling by compensation</source>
            <translation>测算以补定占上限</translation>
        </message>
        <message>
            <source>Set the system {fitting} in the layer's properties, after comparing with a layer in place.</source>
            <translation>与位置正确的图层对照后，在图层属性中将坐标系设为 {fitting}。</translation>
        </message>
        <message>
            <source>Set {crs} in the layer's properties, or the right system if it is another.</source>
            <translation>请在图层属性中将坐标系设为 {crs}；如实为其他坐标系，请改为正确的坐标系。</translation>
        </message>
        <message>
            <source>Set “Unit of PBF records” to ha, or enter the areas in m²; until then the sums are far too small.</source>
            <translation>把参数“永久基本农田登记面积单位”设为 ha（公顷），或把面积改为平方米；在此之前汇总数远小于实际。</translation>
        </message>
        <message>
            <source>Set “Unit of PBF records” to mu, or enter the areas in m²; until then the sums are far too small.</source>
            <translation>把参数“永久基本农田登记面积单位”设为 mu（亩），或把面积改为平方米；在此之前汇总数远小于实际。</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Severity</source>
            <translation>严重程度</translation>
        </message>
        <message>
            <source>Severity 1 and more counts as conflict; what is approved or tolerated (severity 0) stands apart.</source>
            <translation>严重程度1级及以上计为占用冲突；经批准或可容许的（0级）单独列出。</translation>
        </message>
        <message>
            <source>Severity {number}</source>
            <translation>{number}级</translation>
        </message>
        <message>
            <source>Severity “{severity}” and above</source>
            <translation>严重程度“{severity}”及以上</translation>
        </message>
        <message>
            <source>Share (%)</source>
            <translation>占比（%）</translation>
        </message>
        <message>
            <source>Share at once</source>
            <translation>即可恢复占比</translation>
        </message>
        <message>
            <source>Share by the basis alone</source>
            <translation>仅按依据的份额</translation>
        </message>
        <message>
            <source>Share deferred</source>
            <translation>暂缓占比</translation>
        </message>
        <message>
            <source>Share of conflicts by village or township</source>
            <translation>分村（乡镇）占用冲突占比</translation>
        </message>
        <message>
            <source>Share of free potential by village or township</source>
            <translation>分村（乡镇）可利用潜力占比</translation>
        </message>
        <message>
            <source>Share of illegal construction (%)</source>
            <translation>违法非农建设占比（%）</translation>
        </message>
        <message>
            <source>Share of the gap</source>
            <translation>占缺口比例</translation>
        </message>
        <message>
            <source>Shares of the parcels' area of record. Cultivated land is net; its ridges stand under field ridges. The first-level lines add up to the area of record of the alternative, to 0.01 m².</source>
            <translation>按图斑面积分割；耕地为净面积，田坎单列。一级各行之和等于该方案的调查面积，精确到0.01平方米。</translation>
        </message>
        <message>
            <source>Sharp corner</source>
            <translation>尖锐角</translation>
        </message>
        <message>
            <source>Sheet</source>
            <translation>图幅整饰</translation>
        </message>
        <message>
            <source>Sheet no.</source>
            <translation>图幅</translation>
        </message>
        <message>
            <source>Sheet to sign</source>
            <translation>项目选址核查表</translation>
        </message>
        <message>
            <source>Sheet {number} of {count}</source>
            <translation>第 {number} 幅，共 {count} 幅</translation>
        </message>
        <message>
            <source>Shorten it; the survey's database would cut it off.</source>
            <translation>请缩短，否则入库时会被截断。</translation>
        </message>
        <message>
            <source>Shortfall (mu)</source>
            <translation>任务缺额（亩）</translation>
        </message>
        <message>
            <source>Shortfall if all is confirmed (mu)</source>
            <translation>待核实全部确认后的任务缺额（亩）</translation>
        </message>
        <message>
            <source>Shortfall if nothing is deferred any more (mu)</source>
            <translation>暂缓全部解除后的任务缺额（亩）</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>显示全部</translation>
        </message>
        <message>
            <source>Show differing findings</source>
            <translation>加载有差异的图斑</translation>
        </message>
        <message>
            <source>Show in the review</source>
            <translation>在逐块核查中显示</translation>
        </message>
        <message>
            <source>Signature of letters</source>
            <translation>发文机关署名</translation>
        </message>
        <message>
            <source>Simplified Chinese with the terms of the notice (zh), or English (en).</source>
            <translation>简体中文，用通知的术语（zh），或英文（en）。</translation>
        </message>
        <message>
            <source>Since the earlier survey, {unit} (net areas): outflow {out} mu, of it non-agricultural {built} mu, inside permanent basic farmland {pbf} mu, without a reason {unreasonable} mu; inflow {into} mu; adjustment {adjusted} mu; net change {change} mu.</source>
            <translation>与前一次调查相比，{unit}耕地（净面积）流出 {out} 亩，其中非农化 {built} 亩、永久基本农田内 {pbf} 亩、不合理流出 {unreasonable} 亩；流入 {into} 亩；调整 {adjusted} 亩；净变化 {change} 亩。</translation>
        </message>
        <message>
            <source>Site not covered by the survey</source>
            <translation>选址超出图斑范围</translation>
        </message>
        <message>
            <source>Site outside the survey</source>
            <translation>选址在图斑范围以外</translation>
        </message>
        <message>
            <source>Site's area differs from the survey's</source>
            <translation>选址界线面积与调查面积不符</translation>
        </message>
        <message>
            <source>Sites</source>
            <translation>选址</translation>
        </message>
        <message>
            <source>Size of the sheets; upright or across, by the shape of the area.</source>
            <translation>图幅大小；按区域形状自动选用竖版或横版。</translation>
        </message>
        <message>
            <source>Sliver</source>
            <translation>是否碎屑</translation>
        </message>
        <message>
            <source>Sliver: area below (m²)</source>
            <translation>碎屑：面积小于（平方米）</translation>
        </message>
        <message>
            <source>Sliver: mean width below (m)</source>
            <translation>碎屑：平均宽度小于（米）</translation>
        </message>
        <message>
            <source>Slope grade</source>
            <translation>耕地坡度级别</translation>
        </message>
        <message>
            <source>Slope grade unknown</source>
            <translation>坡度级别不明</translation>
        </message>
        <message>
            <source>Slope grade {grade}</source>
            <translation>坡度级别 {grade}</translation>
        </message>
        <message>
            <source>Slope over 25°, gross</source>
            <translation>坡度25°以上（毛）</translation>
        </message>
        <message>
            <source>Smaller than accepted</source>
            <translation>少于验收面积</translation>
        </message>
        <message>
            <source>So it is with all {every} features; this one stands for them.</source>
            <translation>全部 {every} 个要素均如此，仅列一条。</translation>
        </message>
        <message>
            <source>Software version</source>
            <translation>软件版本</translation>
        </message>
        <message>
            <source>Sold</source>
            <translation>调出</translation>
        </message>
        <message>
            <source>Sold, own need not known</source>
            <translation>调出，本县需求不明</translation>
        </message>
        <message>
            <source>Sold, own need not left</source>
            <translation>调出后不足本县需求</translation>
        </message>
        <message>
            <source>Sold, target missed</source>
            <translation>调出，未完成目标</translation>
        </message>
        <message>
            <source>Sold, target not checked</source>
            <translation>调出，目标未核对</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>依据</translation>
        </message>
        <message>
            <source>Source of the candidate</source>
            <translation>潜力来源</translation>
        </message>
        <message>
            <source>Source: column</source>
            <translation>来源字段</translation>
        </message>
        <message>
            <source>Source: table</source>
            <translation>来源表</translation>
        </message>
        <message>
            <source>Source: {source}</source>
            <translation>资料来源：{source}</translation>
        </message>
        <message>
            <source>Spreadsheet of targets</source>
            <translation>目标任务表（xlsx）</translation>
        </message>
        <message>
            <source>Square metres</source>
            <translation>平方米</translation>
        </message>
        <message>
            <source>Stable cultivated land</source>
            <translation>稳定利用耕地</translation>
        </message>
        <message>
            <source>Stable cultivated land, net</source>
            <translation>稳定利用耕地净面积</translation>
        </message>
        <message>
            <source>Stable ids (conflict_id, candidate_id ...), one a line, or with commas or semicolons between them.</source>
            <translation>稳定编号（conflict_id、candidate_id 等），每行一个，或用逗号、分号分隔。</translation>
        </message>
        <message>
            <source>Stable land gained</source>
            <translation>新增稳定耕地</translation>
        </message>
        <message>
            <source>Stable land lost</source>
            <translation>减少的稳定耕地</translation>
        </message>
        <message>
            <source>Stable land now</source>
            <translation>现状稳定耕地</translation>
        </message>
        <message>
            <source>Stable land of the base year</source>
            <translation>基期稳定耕地</translation>
        </message>
        <message>
            <source>Stable land that is not PBF yet</source>
            <translation>尚未划入永久基本农田的稳定耕地</translation>
        </message>
        <message>
            <source>Standard colours</source>
            <translation>标准配色</translation>
        </message>
        <message>
            <source>Standard colours (standard): those of the national land classes. Light colours (light): paler ground. Colours for print (print): to be read in black and white and by the colour-blind. The files stand in resources/styles in the plugin's folder and can be edited.</source>
            <translation>标准配色（standard）：国家地类配色。浅色配色（light）：底色较淡。打印配色（print）：黑白打印和色觉障碍者也能分辨。样式文件在插件文件夹的 resources/styles，可以修改。</translation>
        </message>
        <message>
            <source>Stands at the head of each sheet.</source>
            <translation>印在每张核查表的表头。</translation>
        </message>
        <message>
            <source>Stands in reports and on maps; the policy's own if none is given.</source>
            <translation>用于报告和图件；不填则用政策文件原有标题。</translation>
        </message>
        <message>
            <source>Start panel</source>
            <translation>开始面板</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>State both areas in the papers; look for parcels whose recorded area does not fit their geometry.</source>
            <translation>报件中两种面积均应写明；查找图斑面积与图形不符的图斑。</translation>
        </message>
        <message>
            <source>States of reserves</source>
            <translation>储备区状态</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>认定</translation>
        </message>
        <message>
            <source>Status of the outflow</source>
            <translation>流出认定</translation>
        </message>
        <message>
            <source>Status of the reserve</source>
            <translation>储备区状态</translation>
        </message>
        <message>
            <source>Statuses of outflow</source>
            <translation>流出认定</translation>
        </message>
        <message>
            <source>Steep</source>
            <translation>陡坡</translation>
        </message>
        <message>
            <source>Still missing</source>
            <translation>尚差</translation>
        </message>
        <message>
            <source>Still missing (mu)</source>
            <translation>尚缺（亩）</translation>
        </message>
        <message>
            <source>Still missing if all that is to be confirmed were confirmed</source>
            <translation>待核实部分全部核实后尚差</translation>
        </message>
        <message>
            <source>Stray feature</source>
            <translation>要素位置异常</translation>
        </message>
        <message>
            <source>Style</source>
            <translation>配色</translation>
        </message>
        <message>
            <source>Styles of the layers</source>
            <translation>图层样式</translation>
        </message>
        <message>
            <source>Sum of counties</source>
            <translation>县级合计</translation>
        </message>
        <message>
            <source>Sum of the chosen</source>
            <translation>选中累计</translation>
        </message>
        <message>
            <source>Sum of the units below</source>
            <translation>下级之和</translation>
        </message>
        <message>
            <source>Summarise by unit</source>
            <translation>按行政区汇总</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>汇总</translation>
        </message>
        <message>
            <source>Summary by unit</source>
            <translation>分行政区汇总</translation>
        </message>
        <message>
            <source>Summary of a run</source>
            <translation>运行的汇总表</translation>
        </message>
        <message>
            <source>Sums cultivated land, permanent basic farmland, conflicts and candidates by unit and compares them with the targets of the notice.
Sums are made in whole hundredths of a square metre, so that the counties add up to the city exactly. The workbook has the forms of the annexes and shows where the notice's own city rows differ from its county rows, and why.</source>
            <translation>按行政区汇总耕地、永久基本农田、占用冲突和恢复潜力地块，并与通知下达的目标对照。
以 0.01 平方米为单位取整求和，各县之和与全市完全一致。工作簿采用通知附件的表式，并列出通知中市级数与县级合计不一致之处及原因。</translation>
        </message>
        <message>
            <source>Sums how much land of each unit and class lies in each zone layer, without making pieces: the quick answer before the whole job, or for a layer that is only asked about.
Areas are those of record (TBMJ, TBDLMJ), shared out as by “Overlay parcels”: each layer cuts the parcels by the same rules and with the same proof, and is counted once. What a zone has of a parcel is what its pieces have in an overlay by that layer alone, to 0.01 m². Where layers cross each other inside a parcel, its pieces may add up to 0.01 m² a piece more or less, by rounding, and where boundaries of two layers run closer together than the tolerance, to the tolerance times the length that they share.</source>
            <translation>统计各行政区、各地类土地在每个分区图层内的面积，不生成碎块：在全部工作之前快速得到答案，或用于只需查询面积的图层。
面积为登记面积（TBMJ、TBDLMJ），与“图斑叠加”一样分摊：每个图层按同样的规则切分图斑并同样逐一验证，重叠处只计一次。分区在一个图斑内的面积，与只用该图层叠加所得碎块的面积一致（0.01 平方米以内）。同一图斑内不同图层相互穿过时，其碎块面积之和因取舍每块可能相差 0.01 平方米；两个图层的界线相距小于容差时，还可能相差容差乘以共用界线的长度。</translation>
        </message>
        <message>
            <source>Supplement id</source>
            <translation>补划地块编号</translation>
        </message>
        <message>
            <source>Supplement of permanent basic farmland: need and what was chosen (measures 14, 17, 27)</source>
            <translation>永久基本农田补划：需求与选定地块（举措14、17、27）</translation>
        </message>
        <message>
            <source>Supplementary-farmland reserve zone</source>
            <translation>补充耕地储备区</translation>
        </message>
        <message>
            <source>Supplemented cultivated land</source>
            <translation>补充耕地</translation>
        </message>
        <message>
            <source>Supplemented land against the survey (measure 21)</source>
            <translation>补充耕地与调查对照（举措21）</translation>
        </message>
        <message>
            <source>Supplemented land verified: {count} polygons ({states}); {area} mu less than was accepted.</source>
            <translation>补充耕地核查 {count} 个地块（{states}），比验收面积少 {area} 亩。</translation>
        </message>
        <message>
            <source>Supplements</source>
            <translation>补划地块</translation>
        </message>
        <message>
            <source>Supplements and projects</source>
            <translation>补充耕地和高标准农田</translation>
        </message>
        <message>
            <source>Supplements that lie unplanted</source>
            <translation>未种植的补充耕地</translation>
        </message>
        <message>
            <source>Supplements verified</source>
            <translation>补充耕地核查</translation>
        </message>
        <message>
            <source>Supplements, verified</source>
            <translation>补充耕地核查</translation>
        </message>
        <message>
            <source>Supplied</source>
            <translation>入库</translation>
        </message>
        <message>
            <source>Supplied + bought = used + sold + frozen + available, for each account, to 0.01 m²; the GeoPackage has all areas in m².</source>
            <translation>每个账户：入库＋调入＝核销＋调出＋冻结＋可用，精确到0.01平方米；以平方米计的数值见GeoPackage。</translation>
        </message>
        <message>
            <source>Supply</source>
            <translation>入库</translation>
        </message>
        <message>
            <source>Surplus</source>
            <translation>结余</translation>
        </message>
        <message>
            <source>Surpluses of counties are netted in the city row only</source>
            <translation>县级结余仅在市级数中抵扣</translation>
        </message>
        <message>
            <source>Surrounded by forest</source>
            <translation>林地包围</translation>
        </message>
        <message>
            <source>Survey before</source>
            <translation>占用前调查</translation>
        </message>
        <message>
            <source>Survey less outline</source>
            <translation>调查面积减界线面积</translation>
        </message>
        <message>
            <source>Survey of the year before</source>
            <translation>上年度调查</translation>
        </message>
        <message>
            <source>Survey of {years}</source>
            <translation>{years} 年度国土变更调查</translation>
        </message>
        <message>
            <source>Survey parcels</source>
            <translation>国土调查图斑</translation>
        </message>
        <message>
            <source>Survey parcels (DLTB)</source>
            <translation>国土调查图斑（DLTB）</translation>
        </message>
        <message>
            <source>Survey parcels. FIELD OF THE SURVEY: column.</source>
            <translation>国土调查图斑。写法：标准字段: 本单位字段。</translation>
        </message>
        <message>
            <source>Suspected</source>
            <translation>疑似占用</translation>
        </message>
        <message>
            <source>Suspected (m²)</source>
            <translation>疑似占用（平方米）</translation>
        </message>
        <message>
            <source>Suspected and decided cases (measures 30, 36, 37), the newest first</source>
            <translation>疑似和已认定的案件（举措30、36、37），新发现的在前</translation>
        </message>
        <message>
            <source>Suspected is what nothing valid covers; only a person sets “illegal”.</source>
            <translation>疑似面积为无有效依据的面积；“违法”只由人认定。</translation>
        </message>
        <message>
            <source>Swap them, for example by “Swap X and Y coordinates” of the toolbox.</source>
            <translation>请对调坐标，例如使用工具箱中的“交换 X 和 Y 坐标”。</translation>
        </message>
        <message>
            <source>Swaps</source>
            <translation>对换地块清单</translation>
        </message>
        <message>
            <source>Swaps of hill for valley</source>
            <translation>山上换山下</translation>
        </message>
        <message>
            <source>Swaps of hill for valley: {pairs} pairs; {up} mu could go for {down} mu that come (net).</source>
            <translation>山上换山下：可配对 {pairs} 对，换出 {up} 亩、换入 {down} 亩（净面积）。</translation>
        </message>
        <message>
            <source>System</source>
            <translation>坐标系</translation>
        </message>
        <message>
            <source>System of outline files</source>
            <translation>界线文件坐标系</translation>
        </message>
        <message>
            <source>Systems differ</source>
            <translation>坐标系不一致</translation>
        </message>
        <message>
            <source>TBDLMJ is {recorded_m2} m²; TBMJ - KCMJ, {gross_m2} - {ridges_m2}, is {computed_m2} m².</source>
            <translation>图斑地类面积（TBDLMJ）为 {recorded_m2} 平方米；TBMJ-KCMJ，即 {gross_m2}-{ridges_m2}，应为 {computed_m2} 平方米。</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>表</translation>
        </message>
        <message>
            <source>Table of cases: {count} entries are not those of the earlier results (first: case {case}, column {column}); what was given counts.</source>
            <translation>案件表：{count} 处与原成果不同（第一处：案件{case}，字段{column}），以本次给出的为准。</translation>
        </message>
        <message>
            <source>Table of the results</source>
            <translation>成果表</translation>
        </message>
        <message>
            <source>Table of zones</source>
            <translation>分区表</translation>
        </message>
        <message>
            <source>Table “{table}”: cases have other parts than in the earlier results “{path}”, and their areas would count twice: {cases}. Give these cases the same parts in both tables, or remove them from one.</source>
            <translation>表“{table}”：下列案件的分案与原成果“{path}”不同，面积会重复计算：{cases}。请使两表的分案一致，或从其中一表删去这些案件。</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>表</translation>
        </message>
        <message>
            <source>Tables of input as workbooks</source>
            <translation>Excel 格式的输入表</translation>
        </message>
        <message>
            <source>Tables of input cannot be read from or written as Excel workbooks; save them as CSV.</source>
            <translation>无法读写 Excel 工作簿形式的填报表，请另存为 CSV。</translation>
        </message>
        <message>
            <source>Tables of the annexes</source>
            <translation>附件表格</translation>
        </message>
        <message>
            <source>Tables of the policy</source>
            <translation>政策文件的表</translation>
        </message>
        <message>
            <source>Take back the last decision of this session: Alt+0</source>
            <translation>撤销本次打开后的上一个决定：Alt+0</translation>
        </message>
        <message>
            <source>Take off the list</source>
            <translation>移出列表</translation>
        </message>
        <message>
            <source>Take over</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Take the filter off the findings</source>
            <translation>取消问题图斑的筛选</translation>
        </message>
        <message>
            <source>Take the layer as “Find restoration candidates” has written it.</source>
            <translation>请使用“查找恢复潜力地块”写出的图层。</translation>
        </message>
        <message>
            <source>Take the row out</source>
            <translation>删除本行</translation>
        </message>
        <message>
            <source>Take the table “{table}” as the algorithm has written it, or make it anew.</source>
            <translation>请使用算法原样写出的“{table}”表，或重新生成。</translation>
        </message>
        <message>
            <source>Taken as a decision</source>
            <translation>已写入核查决定</translation>
        </message>
        <message>
            <source>Taken for</source>
            <translation>字段和图层认定</translation>
        </message>
        <message>
            <source>Taken for CGCS2000</source>
            <translation>视为 CGCS2000</translation>
        </message>
        <message>
            <source>Taken out</source>
            <translation>已删除</translation>
        </message>
        <message>
            <source>Taken up</source>
            <translation>立案</translation>
        </message>
        <message>
            <source>Taken up again</source>
            <translation>重新立案</translation>
        </message>
        <message>
            <source>Takes all other units out of the policy, but the cities of those named: for another city's notice.</source>
            <translation>从政策文件中去掉其他行政区（所列县的所属市除外），用于其他城市的通知。</translation>
        </message>
        <message>
            <source>Takes the targets of a spreadsheet laid out like annexes 2 and 3 of the notice over into a policy file of your own, and says what changed.
Columns are found by the words of their headers, which may take several rows with merged cells; units of area by the title or header; rows 合计 and 小计 are compared with their sums. Units are found by name (乐平市, 景德镇市乐平市, 乐平) or by a column 行政区代码; names that the policy has not are looked up in the layers of units. Comments and rules of the policy file stay as they are.</source>
            <translation>把按通知附件2、附件3样式制作的表格中的目标导入自己的政策文件，并说明改了什么。
按表头文字识别各列（表头可为多行、可有合并单元格），按标题或表头识别面积单位，“合计”“小计”行与各县之和核对。行政区按名称（乐平市、景德镇市乐平市、乐平）或“行政区代码”列对应；政策文件中没有的名称到行政区图层中查找。政策文件中的注释和规则保持不变。</translation>
        </message>
        <message>
            <source>Talk</source>
            <translation>约谈</translation>
        </message>
        <message>
            <source>Talks</source>
            <translation>约谈次数</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>目标</translation>
        </message>
        <message>
            <source>Target (100 %)</source>
            <translation>目标（100%）</translation>
        </message>
        <message>
            <source>Target of the unit</source>
            <translation>本级目标</translation>
        </message>
        <message>
            <source>Targets</source>
            <translation>目标</translation>
        </message>
        <message>
            <source>Targets and holding (mu)</source>
            <translation>目标与现状（亩）</translation>
        </message>
        <message>
            <source>Targets and rules</source>
            <translation>目标与规则</translation>
        </message>
        <message>
            <source>Targets are subject to adjustment by the higher level.</source>
            <translation>耕地保护目标和永久基本农田面积变化以上级调整确定为准。</translation>
        </message>
        <message>
            <source>Targets cannot be read from an Excel workbook; save its sheet as CSV and give that.</source>
            <translation>不能从 Excel 工作簿读取目标；请把工作表另存为 CSV 后再给出。</translation>
        </message>
        <message>
            <source>Targets in the log</source>
            <translation>日志中的目标任务表</translation>
        </message>
        <message>
            <source>Targets laid out like annexes 2 and 3 of the notice, found by the words of their headers; they replace those of the policy file. An .xlsx workbook, or a table as .csv.</source>
            <translation>按通知附件2、附件3格式填写的目标任务表，按表头文字识别；其中的目标替代政策文件中的目标。可用 .xlsx 工作簿或 .csv 表格。</translation>
        </message>
        <message>
            <source>Targets laid out like annexes 2 and 3 of the notice. An .xlsx workbook, or a table as .csv.</source>
            <translation>按通知附件2、附件3样式的目标任务表：.xlsx 工作簿或 .csv 表格。</translation>
        </message>
        <message>
            <source>Targets of units</source>
            <translation>各行政区目标</translation>
        </message>
        <message>
            <source>Targets, rules and thresholds; the Jingdezhen notice of 2024 if none is given. Copy and edit it.</source>
            <translation>目标、规则和阈值；不指定则采用景德镇市2024年通知。可复制后修改。</translation>
        </message>
        <message>
            <source>Targets: {policy}</source>
            <translation>目标依据：{policy}</translation>
        </message>
        <message>
            <source>Task</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>Task of the year</source>
            <translation>年度恢复任务</translation>
        </message>
        <message>
            <source>Task of the year (mu)</source>
            <translation>年度任务（亩）</translation>
        </message>
        <message>
            <source>Task, plan, shortfall and cost, and what confirming and unlocking the rest would give.</source>
            <translation>任务、计划、任务缺额和成本，以及核实、解除其余部分后可增加多少。</translation>
        </message>
        <message>
            <source>Task: column, threshold or number</source>
            <translation>任务：字段、阈值或数</translation>
        </message>
        <message>
            <source>Task: {area}</source>
            <translation>任务：{area}</translation>
        </message>
        <message>
            <source>Technical workbook</source>
            <translation>技术工作簿</translation>
        </message>
        <message>
            <source>Tells from the table of cases alone what was open before a week, month or half-year, what is new, was taken up and closed in it, and what is open after it, by county and kind (measures 32 and 37).
Open before + new - closed = open after, in number, in cultivated mu and in PBF mu. A case found and closed in the period counts in both; one taken up again is new again; parts of a case count one by one, repeats not at all. Example: 12 open (30.50 mu), 5 new (8.20), 7 closed (15.00): 10 open (23.70). Weeks are from Monday to Sunday.
With the results of the other algorithms, a page for the leadership puts them together on one sheet: flows, warnings, veto, frozen quota, tasks and cases; it computes nothing.</source>
            <translation>仅根据案件表，按县和类型列出某周、某月或某半年的期初未结、新增、立案、结案和期末未结（举措32、37）。
期初未结＋新增－结案＝期末未结，件数、耕地亩数和永久基本农田亩数均闭合。期内发现并结案的两边都计；重新立案的计为新增；分案逐件计，重复的不计。例：期初 12 件（30.50 亩），新增 5 件（8.20），结案 7 件（15.00），期末 10 件（23.70）。周为周一至周日。
给出其他算法的成果时，另编一页领导半年报告，汇集流入流出、警示、否决、冻结、任务和案件，不作任何计算。</translation>
        </message>
        <message>
            <source>Tells from the table of cases which county is warned in which half-year, whether a veto of the year is touched, and how much quota is frozen (measures 33, 34 and 38). Only cases that a person marked illegal count.
Levels of a period, the first that holds: no illegal case found in it: none. Over 20 mu in total since January, or PBF over 10 mu, or the general condition for the second time in a row: key warning, which restarts the row. Over 10 mu, or PBF over 5 mu in the period: general warning. Else: none. Limits are strict and compared exactly.
Further steps: accountability (two key warnings in a row or a talk, and still severe; or grave consequences), the city decides (three key warnings or talks in all), conversion and expropriation of land suspended until the rectification is accepted (livelihood and city-level projects excepted; the competent department decides). Example: 12.00 mu in the first half of 2024: general; 7.00 with PBF 5.00: none, as 5.00 is not over 5; PBF 5.01: general; then 10.01 mu: key, as the year has 20.01.
Limits and choices stand in the policy. Periods that an earlier assessment has stay as they were; that of the reference date is assessed anew.</source>
            <translation>根据案件表判定各县各半年的警示级别、当年是否触及一票否决、冻结多少指标（举措33、34、38）。只有人工认定为违法的案件计入。
每个时段的级别取最先符合的：本期没有发现违法案件的，无警示；自1月起累积占用耕地超过20亩，或永久基本农田超过10亩，或连续第二次符合一般警示条件的，重点警示，其后重新计数；本期占用耕地超过10亩或永久基本农田超过5亩的，一般警示；其余无警示。限值均为“超过”，精确比较。
进一步措施：追责问责（连续两次重点警示或被约谈后仍然严重，或造成严重后果）；市委市政府处理（重点警示和约谈累计三次）；整改验收前暂停农用地转用和土地征收审批（民生、市级及以上重大项目除外，以主管部门决定为准）。例：2024年上半年12.00亩，一般警示；下半年7.00亩、其中永久基本农田5.00亩，无警示（5.00不超过5）；永久基本农田5.01亩，一般警示；再有10.01亩，全年20.01亩，重点警示。
限值和选项在政策文件中。以前评定过的时段保持不变，参考日期所在时段重新评定。</translation>
        </message>
        <message>
            <source>Template of the letters</source>
            <translation>函件模板</translation>
        </message>
        <message>
            <source>Templates of {count} tables written to “{file}”.</source>
            <translation>已将 {count} 张表的模板写入“{file}”。</translation>
        </message>
        <message>
            <source>Temporary files go to “{folder}”, where {free} MB are free.</source>
            <translation>临时文件存放于“{folder}”，该处剩余空间 {free} MB。</translation>
        </message>
        <message>
            <source>Temporary land in its term</source>
            <translation>临时用地期内</translation>
        </message>
        <message>
            <source>Temporary land overdue</source>
            <translation>临时用地超期</translation>
        </message>
        <message>
            <source>Temporary land to be reclaimed</source>
            <translation>临时用地待复垦</translation>
        </message>
        <message>
            <source>Temporary use</source>
            <translation>临时用地</translation>
        </message>
        <message>
            <source>Term (years)</source>
            <translation>期限（年）</translation>
        </message>
        <message>
            <source>Term: {date}.</source>
            <translation>到期日期：{date}。</translation>
        </message>
        <message>
            <source>Terrace type</source>
            <translation>耕地类型（梯田、坡地）</translation>
        </message>
        <message>
            <source>Text for a number</source>
            <translation>数值字段中有文本</translation>
        </message>
        <message>
            <source>That land</source>
            <translation>该地块</translation>
        </message>
        <message>
            <source>The Dask scheduler at “{address}” has no workers. Start some.</source>
            <translation>“{address}”处的 Dask 调度器没有工作节点，请先启动工作节点。</translation>
        </message>
        <message>
            <source>The Dask scheduler at “{address}” has not answered for {seconds} seconds: it hangs, or the network to it is broken. Start it and its workers anew, and run again.</source>
            <translation>“{address}”处的 Dask 调度器 {seconds} 秒内没有应答：调度器停止响应，或网络中断。请重新启动调度器及其工作节点，再运行。</translation>
        </message>
        <message>
            <source>The annexes' own figures are kept as issued; the differences are shown, not levelled.</source>
            <translation>附件数据按原文保留；市级数与县级合计不一致之处如实列出，不作调整。</translation>
        </message>
        <message>
            <source>The area of record (TBMJ) is {recorded_m2} m², the geometry measures {measured_m2} m² ({percent} %).</source>
            <translation>图斑面积（TBMJ）为 {recorded_m2} 平方米，图形量算为 {measured_m2} 平方米（相差 {percent}%）。</translation>
        </message>
        <message>
            <source>The area of record (TBMJ) is {recorded}; the measured area of {measured_m2} m² counts.</source>
            <translation>图斑面积（TBMJ）为 {recorded}，按图形量算面积 {measured_m2} 平方米计。</translation>
        </message>
        <message>
            <source>The basis</source>
            <translation>按依据</translation>
        </message>
        <message>
            <source>The blocks with the year of each, and why it is planned or not.</source>
            <translation>各片块及其实施年度，安排或不安排的原因。</translation>
        </message>
        <message>
            <source>The boundary has a corner of {angle}°, perhaps a spike.</source>
            <translation>边界有 {angle}° 的尖锐角，可能是毛刺。</translation>
        </message>
        <message>
            <source>The candidate has no geometry, and has no neighbours.</source>
            <translation>该恢复潜力地块没有图形，无法判断相邻关系。</translation>
        </message>
        <message>
            <source>The candidate is cultivated land, which fills no gap; it is not bundled.</source>
            <translation>该恢复潜力地块现为耕地，不能补足缺口，未参与打捆。</translation>
        </message>
        <message>
            <source>The candidate stands in the layer more than once, and counts once.</source>
            <translation>该恢复潜力地块在图层中出现多次，只计一次。</translation>
        </message>
        <message>
            <source>The candidates are in {crs}, the pieces in {other_crs}. Take both from one run.</source>
            <translation>恢复潜力地块的坐标系为 {crs}，碎块为 {other_crs}。两者请取自同一次运行。</translation>
        </message>
        <message>
            <source>The candidates with the block of each; without one it stays scattered.</source>
            <translation>恢复潜力地块及其所属片块；没有片块的为零星地块。</translation>
        </message>
        <message>
            <source>The case table, new cases open; what the office has filled in before stays (measures 36 and 37).</source>
            <translation>案件表，新案件为待核；本单位已填内容保留（举措36、37）。</translation>
        </message>
        <message>
            <source>The chosen units have no pieces in these results, so there is nothing to draw.</source>
            <translation>所选行政单位在该成果中没有图斑，无图可绘。</translation>
        </message>
        <message>
            <source>The city decides</source>
            <translation>市委市政府处理</translation>
        </message>
        <message>
            <source>The city or counties.</source>
            <translation>全市或各县。</translation>
        </message>
        <message>
            <source>The city's net increase, shared</source>
            <translation>全市净增加量分配</translation>
        </message>
        <message>
            <source>The city, counties or townships; a unit stands for all below it.</source>
            <translation>全市、县或乡镇；填上级即包括其全部下级。</translation>
        </message>
        <message>
            <source>The comparison, and of each alternative a map, its land classes, what forbids it and what it needs, as a page to print and sign.</source>
            <translation>方案比较，以及各方案的示意图、各地类面积、禁止情形和须办事项，成一页，可打印签字。</translation>
        </message>
        <message>
            <source>The connection to the Dask scheduler is not encrypted, and nobody proves who he is: whoever can reach or imitate it runs programs on this machine and on the workers. Use it in a network of trusted people only, or give an address with tls:// and certificates.</source>
            <translation>与 Dask 调度器的连接未加密，也不核对身份：能连上或冒充它的人，就能在本机和工作节点上运行程序。请只在可信人员的网络中使用，或改用 tls:// 地址和证书。</translation>
        </message>
        <message>
            <source>The control area (DCMJ) is {control_m2} m², the parcels' TBMJ add up to {sum_m2} m² ({difference_m2}).</source>
            <translation>控制面积（DCMJ）为 {control_m2} 平方米，图斑面积（TBMJ）之和为 {sum_m2} 平方米（相差 {difference_m2}）。</translation>
        </message>
        <message>
            <source>The coordinates (about {x}, {y} in {crs}) lie outside China.</source>
            <translation>坐标（{crs} 下约 {x}, {y}）位于中国境外。</translation>
        </message>
        <message>
            <source>The coordinates (about {x}, {y}) are degrees, but the layer's system, {crs}, has metres.</source>
            <translation>坐标值（约 {x}, {y}）以度为单位，而图层坐标系 {crs} 以米为单位。</translation>
        </message>
        <message>
            <source>The coordinates (about {x}, {y}) are metres, but the layer's system, {crs}, has degrees.</source>
            <translation>坐标值（约 {x}, {y}）以米为单位，而图层坐标系 {crs} 以度为单位。</translation>
        </message>
        <message>
            <source>The coordinates (about {x}, {y}) lie in China only with latitude and longitude swapped.</source>
            <translation>坐标值（约 {x}, {y}）须将经纬度对调才在中国境内。</translation>
        </message>
        <message>
            <source>The data does not tell</source>
            <translation>资料不足</translation>
        </message>
        <message>
            <source>The data have no {column}: rules that need it could not apply ({rows}).</source>
            <translation>数据中没有 {column}，需要它的规则未能执行（{rows}）。</translation>
        </message>
        <message>
            <source>The database of layer “{layer}” does not answer, or refuses to count the layer's rows. Check the connection and the rights, and run again.</source>
            <translation>图层“{layer}”的数据库没有应答，或拒绝统计该图层的行数。请检查连接和权限，然后重新运行。</translation>
        </message>
        <message>
            <source>The database of layer “{layer}” no longer answers: it hangs, its machine sleeps, somebody has locked the table, or the network to it is broken. Run again when it answers.</source>
            <translation>图层“{layer}”的数据库不再应答：数据库停滞、所在电脑休眠、数据表被他人锁定或网络中断。请待其恢复应答后重新运行。</translation>
        </message>
        <message>
            <source>The database was lost while the new tables were put in place of {tables}; whether they are there is not known. Look there before you run again: if the old ones stand, {written} may be left there.</source>
            <translation>用新表替换{tables}时与数据库失去联系，无法确定是否已完成替换。重新运行前请查看：如旧表仍在，可能留有 {written}。</translation>
        </message>
        <message>
            <source>The decision could not be written to “{path}” ({reason}). Is another program writing there, or the file read-only? Nothing was changed; try again.</source>
            <translation>决定未能写入“{path}”（{reason}）。是否有其他程序正在写入，或文件为只读？未作任何改动，请重试。</translation>
        </message>
        <message>
            <source>The decisions in “{path}” could not be read ({reason}). Restore that file, move it away, or choose another folder.</source>
            <translation>无法读取“{path}”中的核查决定（{reason}）。请恢复该文件或将其移走，也可另选文件夹。</translation>
        </message>
        <message>
            <source>The earlier assessment has no warnings of {units}: all their periods are assessed anew.</source>
            <translation>上期警示结果中没有{units}：其各时段均重新判定。</translation>
        </message>
        <message>
            <source>The earlier survey is of {earlier}, the later one of {later}. Give the dates in “Reference date” and “Date of the earlier survey” so that the earlier one comes first.</source>
            <translation>前一次调查时点为 {earlier}，后一次为 {later}。请在“参考日期”和“前一次调查时点”中填写，前者须在后。</translation>
        </message>
        <message>
            <source>The earlier survey of the pieces is of {earlier}, more than a year before {day}. Run “Overlay parcels” with last year's survey as “previous”, or remove the rate for land restored this year from the table: then nothing is computed for it.</source>
            <translation>碎块的前一次调查为 {earlier}，早于 {day} 一年以上。请以上年度国土变更调查为“previous”重新运行“图斑叠加”，或从补偿标准表中删去“本年恢复耕地”一行，即不计该项。</translation>
        </message>
        <message>
            <source>The environment variable SOURCE_DATE_EPOCH is “{value}”. Write whole seconds since 1970 in digits, {limit} at most, or remove the variable: then the run has the time of the clock.</source>
            <translation>环境变量 SOURCE_DATE_EPOCH 为“{value}”。请用数字写出自 1970 年起的整秒数，最大 {limit}；或删除该变量，此时采用系统时钟的时间。</translation>
        </message>
        <message>
            <source>The feature has no geometry.</source>
            <translation>要素没有几何图形。</translation>
        </message>
        <message>
            <source>The feature is a point or a line, and was not read; nothing of it counts.</source>
            <translation>该要素是点或线，未读取，不计入任何结果。</translation>
        </message>
        <message>
            <source>The feature lies where the layer's system does not reach; it was left out of areas and places.</source>
            <translation>要素位于图层坐标系适用范围之外，未参加面积和位置检查。</translation>
        </message>
        <message>
            <source>The fewest fields</source>
            <translation>地块数最少</translation>
        </message>
        <message>
            <source>The file has no such table: a run takes the rows of the shipped policy.</source>
            <translation>文件中没有此表：运行时采用自带政策文件的各行。</translation>
        </message>
        <message>
            <source>The file {path} has no layer {layer}.</source>
            <translation>文件{path}中没有图层{layer}。</translation>
        </message>
        <message>
            <source>The files of the shapefile “{path}” do not belong together: {shapes} shapes, {rows} rows of values. Copy all its files anew from one source.</source>
            <translation>Shapefile“{path}”的各文件不配套：图形 {shapes} 个，属性 {rows} 行。请从同一来源重新复制全部文件。</translation>
        </message>
        <message>
            <source>The finding has several parts.</source>
            <translation>本图斑由多个部分组成。</translation>
        </message>
        <message>
            <source>The first row that fits decides: the order counts.</source>
            <translation>按先后取第一条符合的规则，顺序有意义。</translation>
        </message>
        <message>
            <source>The first {count} features</source>
            <translation>前 {count} 个要素</translation>
        </message>
        <message>
            <source>The folder “{folder}” also has files that are not of this run ({count}): {files}. Delete what is not needed, so that nothing older is handed on.</source>
            <translation>文件夹“{folder}”中另有 {count} 个文件不是本次生成的：{files}。请删除不需要的文件，以免误发旧成果。</translation>
        </message>
        <message>
            <source>The folders of “Make patrol lists” as they come from the devices, each in one of its own.</source>
            <translation>“生成巡查清单”所建、由移动设备拷回的文件夹，各自独立存放。</translation>
        </message>
        <message>
            <source>The free potential could do it.</source>
            <translation>可直接恢复潜力可以满足。</translation>
        </message>
        <message>
            <source>The free potential lacks {area} mu.</source>
            <translation>可直接恢复潜力尚差 {area} 亩。</translation>
        </message>
        <message>
            <source>The geometry has no area, or coordinates that are no place on Earth; it is not used.</source>
            <translation>图形没有面积，或坐标超出地球范围，未予采用。</translation>
        </message>
        <message>
            <source>The geometry is invalid ({reason}); repaired, its area goes from {before_m2} to {after_m2} m².</source>
            <translation>几何图形无效（{reason}）；修复后面积由 {before_m2} 平方米变为 {after_m2} 平方米。</translation>
        </message>
        <message>
            <source>The hash shows later whether a file is the one that was read.</source>
            <translation>校验值用于日后核对文件是否为当时所用文件。</translation>
        </message>
        <message>
            <source>The headings state it; whoever fills in the table may change it there, or write 12.5亩 into a cell.</source>
            <translation>写在表头中；填表人可在表头改写，也可在单元格中写“12.5亩”。</translation>
        </message>
        <message>
            <source>The index (.shx) of the shapefile “{path}” does not lead to its shapes: {count} of {total} stand elsewhere or are missing. Copy all its files anew from one source, or run “Repair Shapefile” of QGIS's toolbox on it.</source>
            <translation>Shapefile“{path}”的索引（.shx）与图形不符：{total} 个图形中有 {count} 个位置不对或缺失。请从同一来源重新复制全部文件，或用 QGIS 工具箱的“Repair Shapefile”修复。</translation>
        </message>
        <message>
            <source>The land class (DLBM) “{code}” ({name}) is a code of the second survey.</source>
            <translation>地类编码（DLBM）“{code}”（{name}）是第二次全国土地调查的编码。</translation>
        </message>
        <message>
            <source>The land class (DLBM) “{code}” has lost zeros at its beginning: it is {full}, {name}.</source>
            <translation>地类编码（DLBM）“{code}”丢失前导零，应为 {full}（{name}）。</translation>
        </message>
        <message>
            <source>The land class (DLBM) “{code}” is not in the survey's list.</source>
            <translation>地类编码（DLBM）“{code}”不在国土调查地类表中。</translation>
        </message>
        <message>
            <source>The last year for which the summary has a task if none is given.</source>
            <translation>不填则取汇总表中最后一个年度。</translation>
        </message>
        <message>
            <source>The layer given as {role} is the layer of the survey parcels itself.</source>
            <translation>作为“{role}”给出的图层就是调查图斑图层本身。</translation>
        </message>
        <message>
            <source>The layer has heights (Z) or measures (M); they are left out.</source>
            <translation>图层带有高程（Z）或度量值（M），未采用。</translation>
        </message>
        <message>
            <source>The layer has no coordinate reference system, or a local one; its areas and places were not checked.</source>
            <translation>图层没有坐标系，或为没有大地基准的地方坐标系，未检查面积和位置。</translation>
        </message>
        <message>
            <source>The layer has no features.</source>
            <translation>图层没有任何要素。</translation>
        </message>
        <message>
            <source>The layer has no field {field}.</source>
            <translation>图层没有字段{field}。</translation>
        </message>
        <message>
            <source>The layer lies wholly outside of the parcels' extent: nothing of it was found on them.</source>
            <translation>图层完全位于图斑范围之外，图斑上没有该图层的内容。</translation>
        </message>
        <message>
            <source>The layer may have curves; short straight lines are taken in their stead.</source>
            <translation>图层可能含有曲线，已用短直线段代替。</translation>
        </message>
        <message>
            <source>The layer of the findings.</source>
            <translation>图斑所在图层。</translation>
        </message>
        <message>
            <source>The layer was given twice for the same purpose; it was taken once.</source>
            <translation>同一图层以同一用途给出两次，只采用一次。</translation>
        </message>
        <message>
            <source>The layer {layer} lacks the field {field}.</source>
            <translation>图层{layer}缺少字段{field}。</translation>
        </message>
        <message>
            <source>The layer's system is {crs}, that of layer {layer} is {other_crs}.</source>
            <translation>图层坐标系为 {crs}，图层 {layer} 的坐标系为 {other_crs}。</translation>
        </message>
        <message>
            <source>The layer's system names the datum “{datum}”, which is unknown; by its ellipsoid it counts as {crs}.</source>
            <translation>图层坐标系中的基准“{datum}”无法识别，按其椭球视为 {crs}。</translation>
        </message>
        <message>
            <source>The layer's system, {crs}, does not stand on CGCS2000.</source>
            <translation>图层坐标系 {crs} 不是 CGCS2000。</translation>
        </message>
        <message>
            <source>The layer's system, {crs}, has degrees; the survey is kept in Gauss-Krüger coordinates.</source>
            <translation>图层坐标系 {crs} 以度为单位；国土调查成果采用高斯-克吕格投影坐标。</translation>
        </message>
        <message>
            <source>The layer's system, {crs}, is no Gauss-Krüger projection.</source>
            <translation>图层坐标系 {crs} 不是高斯-克吕格投影。</translation>
        </message>
        <message>
            <source>The least share</source>
            <translation>保底份额</translation>
        </message>
        <message>
            <source>The letter “{file}” could not be written ({reason}).</source>
            <translation>函件“{file}”无法写入（{reason}）。</translation>
        </message>
        <message>
            <source>The letter's template “{file}” cannot be read as a .docx file ({reason}).</source>
            <translation>函件模板“{file}”无法作为 .docx 文件读取（{reason}）。</translation>
        </message>
        <message>
            <source>The letter's template “{file}” does not say the size of its page. Open it in Word or WPS, set paper and margins, and save it.</source>
            <translation>函件模板“{file}”没有页面设置。请用 Word 或 WPS 打开，设好纸张和页边距后保存。</translation>
        </message>
        <message>
            <source>The letter's template “{file}” has braces that are no name: “{text}”. A name of letters and digits stands between two half-width braces on each side, such as {example}.</source>
            <translation>函件模板“{file}”中的花括号不是字段：“{text}”。字段名由字母和数字组成，前后各用两个半角花括号，如 {example}。</translation>
        </message>
        <message>
            <source>The letter's template “{file}” has {name} {place}, where it cannot be filled in. Write it as plain text of the letter, or delete it.</source>
            <translation>函件模板“{file}”的 {name} 位于{place}，无法填写。请改为函件中的普通文字，或将其删除。</translation>
        </message>
        <message>
            <source>The letter's template “{file}” is {kind}. Save it as a Word document (.docx), without a password.</source>
            <translation>函件模板“{file}”是{kind}。请另存为不加密的 Word 文档（.docx）。</translation>
        </message>
        <message>
            <source>The letter's template “{file}” names {name}, which is not known. Known are: {known}.</source>
            <translation>函件模板“{file}”中的 {name} 不是可用名称。可用名称：{known}。</translation>
        </message>
        <message>
            <source>The letter's template “{file}”: {name} needs a paragraph of its own in the text.</source>
            <translation>函件模板“{file}”：{name} 须在正文中单独成段。</translation>
        </message>
        <message>
            <source>The list behind the sums: one row per parcel and zone, with the area that the zone has of it.</source>
            <translation>统计的明细：每个图斑和分区一行，列出分区所占图斑的面积。</translation>
        </message>
        <message>
            <source>The location code (ZLDWDM) {code} is not that of the unit it lies in, {place}.</source>
            <translation>坐落单位代码（ZLDWDM）{code} 与图斑所在行政区 {place} 不一致。</translation>
        </message>
        <message>
            <source>The location code (ZLDWDM) “{code}” names no county.</source>
            <translation>坐落单位代码（ZLDWDM）“{code}”不能确定所在县。</translation>
        </message>
        <message>
            <source>The map needs scripts, which this browser does not run.</source>
            <translation>地图需要运行脚本，当前浏览器未允许。</translation>
        </message>
        <message>
            <source>The map shows the {conflicts} most important of {all_conflicts} conflicts and {candidates} of {all_candidates} candidates; {package} has all.</source>
            <translation>地图显示最重要的 {conflicts} 处占用冲突（共 {all_conflicts} 处）和 {candidates} 处恢复潜力地块（共 {all_candidates} 处）；全部见 {package}。</translation>
        </message>
        <message>
            <source>The map template {path} cannot be read ({reason}).</source>
            <translation>无法读取制图模板{path}（{reason}）。</translation>
        </message>
        <message>
            <source>The map template {template} has a symbol that cannot be read, of {item}. Make it anew in QGIS's layout window.</source>
            <translation>地图模板 {template} 中 {item} 的符号无法读取。请在 QGIS 布局窗口中重新制作。</translation>
        </message>
        <message>
            <source>The map template {template} has no item {item} of the type {kind}.</source>
            <translation>地图模板 {template} 中没有类型为 {kind} 的项 {item}。</translation>
        </message>
        <message>
            <source>The map “{file}” could not be written completely. {free} MB are free on that disk.</source>
            <translation>地图“{file}”未能完整写入。该磁盘剩余空间 {free} MB。</translation>
        </message>
        <message>
            <source>The mark is the area of the earlier run. Changes are now minus before.</source>
            <translation>竖线为之前运行的面积；变化为现在减之前。</translation>
        </message>
        <message>
            <source>The mark {mark} is gone, and the land is {code}, not cultivated.</source>
            <translation>种植属性 {mark} 已消失，现地类为 {code}，不是耕地。</translation>
        </message>
        <message>
            <source>The most severe come first, of these the largest. Check them on the ground before anything follows.</source>
            <translation>按严重程度排列，同级面积大者在前。使用前须经实地核实。</translation>
        </message>
        <message>
            <source>The name of the office above the letters, in place of that of the office profile.</source>
            <translation>函件的发文机关标志，替代单位配置中的名称。</translation>
        </message>
        <message>
            <source>The net cultivated area (TBDLMJ) is missing, and KCXS gives no ratio between 0 and 1: nothing was deducted, {computed_m2} m² count.</source>
            <translation>缺图斑地类面积（TBDLMJ），且 KCXS 不是0至1之间的系数：未作扣除，按 {computed_m2} m² 计。</translation>
        </message>
        <message>
            <source>The net cultivated area (TBDLMJ) is missing; {computed_m2} m², by TBMJ and KCXS, count.</source>
            <translation>缺少图斑地类面积（TBDLMJ），按 TBMJ 和 KCXS 算得的 {computed_m2} 平方米计。</translation>
        </message>
        <message>
            <source>The net cultivated area (TBDLMJ) of {net_m2} m² exceeds the area of record of {recorded_m2} m².</source>
            <translation>图斑地类面积（TBDLMJ）{net_m2} 平方米大于图斑面积 {recorded_m2} 平方米。</translation>
        </message>
        <message>
            <source>The notice</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>The office's name above the date, where the seal goes.</source>
            <translation>成文日期上方、加盖印章处的单位名称。</translation>
        </message>
        <message>
            <source>The office's name in red above its letters.</source>
            <translation>函件首页上方的红色单位名称。</translation>
        </message>
        <message>
            <source>The outline has {outline_m2} m², its parcels' shares of record differ by {difference_m2} m² ({difference_percent} %).</source>
            <translation>界线面积 {outline_m2} 平方米，图斑面积份额相差 {difference_m2} 平方米（{difference_percent} %）。</translation>
        </message>
        <message>
            <source>The output of “Bundle restoration candidates”: their net areas by potential and tier are read.</source>
            <translation>“恢复潜力地块打捆”的成果：读取按潜力状态和恢复难易分列的净面积。</translation>
        </message>
        <message>
            <source>The output of “Find restoration candidates” on these pieces. What is excluded, or was dismissed by a review, is not bundled; what has to wait or to be confirmed is, and the block tells how much.</source>
            <translation>由这些碎块“查找恢复潜力地块”的成果。已排除的和经核查否定的不参与打捆；暂缓的和待核实的参与打捆，片块列出其面积。</translation>
        </message>
        <message>
            <source>The output of “Find restoration candidates”; without it, candidates are not summed.</source>
            <translation>“查找恢复潜力地块”的输出；不指定则不汇总恢复潜力地块。</translation>
        </message>
        <message>
            <source>The output of “Flag occupation conflicts”; without it, conflicts are not summed.</source>
            <translation>“识别占用冲突”的输出；不指定则不汇总占用冲突。</translation>
        </message>
        <message>
            <source>The output of “Overlay parcels”: parcels divided by zones, with their areas of record.</source>
            <translation>“图斑叠加”的输出：按分区切割后的图斑及其面积。</translation>
        </message>
        <message>
            <source>The output of “Summarise by unit” or “Run everything”, down to the lowest level wanted: its targets are broken down, and its areas are what they are divided by (measure 3).</source>
            <translation>“按行政区汇总”或“一键处理”的汇总表，级别应到所需的最低一级：分解其中的目标，并以其中的面积为依据（举措3）。</translation>
        </message>
        <message>
            <source>The output of “Summarise by unit”: quota may be sold only by a county that meets its targets.</source>
            <translation>“分行政区汇总”的成果：完成目标的县才可调出指标。</translation>
        </message>
        <message>
            <source>The output of “Track changes of cultivated land” for the year, with approvals: approved construction is what was used of the ceiling.</source>
            <translation>“耕地流入流出”当年的流量表，须给出用地批准：经批准的建设占用即为已用上限。</translation>
        </message>
        <message>
            <source>The output “{output}” could not be written whole: {reason}. Do not use what is there.</source>
            <translation>输出“{output}”未能完整写入：{reason}。请勿使用其中的内容。</translation>
        </message>
        <message>
            <source>The parcel could not be cut by zone {zone} ({role}); it was kept whole, outside the zone.</source>
            <translation>图斑无法用分区 {zone}（{role}）切割，已整块保留，按不在该分区内处理。</translation>
        </message>
        <message>
            <source>The parcel has no identifier (BSM).</source>
            <translation>图斑没有标识码（BSM）。</translation>
        </message>
        <message>
            <source>The parcel has {parts} parts.</source>
            <translation>图斑由 {parts} 个部分组成。</translation>
        </message>
        <message>
            <source>The parcel number (TBBH) {number} is used by several parcels of village {village}.</source>
            <translation>图斑编号（TBBH）{number} 在村 {village} 内被多个图斑使用。</translation>
        </message>
        <message>
            <source>The parcel of class {code} has {area_m2} m²; the class is mapped from {least_m2} m² on.</source>
            <translation>地类 {code} 的图斑面积为 {area_m2} 平方米，该地类最小上图面积为 {least_m2} 平方米。</translation>
        </message>
        <message>
            <source>The parcel overlaps parcel {other} by {area_m2} m², which both areas of record count.</source>
            <translation>该图斑与图斑 {other} 重叠 {area_m2} 平方米，两个图斑面积都计入了这部分。</translation>
        </message>
        <message>
            <source>The parcels inside the outlines.</source>
            <translation>界线内的图斑碎块。</translation>
        </message>
        <message>
            <source>The parcels' column {column} has a name that the results use themselves; it is called {name} there.</source>
            <translation>图斑字段 {column} 与成果字段重名，在成果中改名为 {name}。</translation>
        </message>
        <message>
            <source>The part in PBF</source>
            <translation>永久基本农田部分</translation>
        </message>
        <message>
            <source>The photo {photo} is not there, or is none.</source>
            <translation>照片 {photo} 不存在，或不是照片。</translation>
        </message>
        <message>
            <source>The photo {photo} was not taken: {reason}</source>
            <translation>照片 {photo} 未采用：{reason}</translation>
        </message>
        <message>
            <source>The photo “{file}” could not be copied beside the results: {reason}.</source>
            <translation>照片“{file}”无法复制到成果旁：{reason}。</translation>
        </message>
        <message>
            <source>The photo “{file}” has {found} MB, and at most {limit} MB are read. Make a smaller copy.</source>
            <translation>照片“{file}”为 {found} MB，最多读取 {limit} MB。请制作较小的副本。</translation>
        </message>
        <message>
            <source>The photo “{file}” has {width} × {height} pixels, and at most {limit} million are read. Make a smaller copy.</source>
            <translation>照片“{file}”为 {width} × {height} 像素，最多读取 {limit} 百万像素。请制作较小的副本。</translation>
        </message>
        <message>
            <source>The pieces are in {crs}, in degrees; distances need a projected system. Take the pieces as “Overlay parcels” has written them.</source>
            <translation>碎块的坐标系为 {crs}，单位为度；量算距离需要投影坐标系。请使用“图斑叠加”写出的碎块。</translation>
        </message>
        <message>
            <source>The pieces do not say for which day approvals and terms were chosen; they are taken for {date}.</source>
            <translation>碎块未记录按哪一天选取批准和期限，按 {date} 处理。</translation>
        </message>
        <message>
            <source>The pieces do not say what lies in permanent basic farmland, which has a rate of its own. Run “Overlay parcels” with that layer.</source>
            <translation>碎块未注明是否位于永久基本农田内，而其补偿标准不同。请给出永久基本农田图层重新运行“图斑叠加”。</translation>
        </message>
        <message>
            <source>The pieces do not say what was cultivated a year before: no earlier survey was given. Run “Overlay parcels” with last year's survey as “previous”, or remove the rate for land restored this year from the table: then nothing is computed for it.</source>
            <translation>碎块未注明上年度是否为耕地：未给出前一次调查。请以上年度国土变更调查为“previous”重新运行“图斑叠加”，或从补偿标准表中删去“本年恢复耕地”一行，即不计该项。</translation>
        </message>
        <message>
            <source>The pieces have no column {column}, and a grade is needed. Name the column in “Grade column”.</source>
            <translation>碎块没有 {column} 列，而需要等别。请在“等别字段”中写明。</translation>
        </message>
        <message>
            <source>The pieces have no permanent basic farmland: what lies outside it is not known. Overlay the parcels with that layer.</source>
            <translation>叠加碎块中没有永久基本农田，无法判断哪些耕地位于其外。请加入永久基本农田图层，重新叠加图斑。</translation>
        </message>
        <message>
            <source>The pieces have no slope layer: no land in valleys is known. Give one to “Overlay parcels”.</source>
            <translation>碎块没有坡度图信息，无法确定山下地块。请在“图斑叠加”中给出坡度图。</translation>
        </message>
        <message>
            <source>The pieces lie in no reserve: none was given to “Overlay parcels”. Run it with one of the roles {roles}.</source>
            <translation>碎块不在任何储备区内：叠加时没有给出储备区图层。请在“图斑叠加”中给出下列角色之一的图层：{roles}。</translation>
        </message>
        <message>
            <source>The pieces must have a projected coordinate system in metres.</source>
            <translation>碎块图层须为以米为单位的投影坐标系。</translation>
        </message>
        <message>
            <source>The pieces were made for the reference date {other}, and the rules are to be applied for {date}. Run “Overlay parcels” for {date}, or give {other} as the reference date.</source>
            <translation>碎块按基准日期 {other} 生成，而规则要求按 {date} 判定。请按 {date} 重新运行“图斑叠加”，或将基准日期设为 {other}。</translation>
        </message>
        <message>
            <source>The pieces' column with the grade of cultivated land, 1 the best.</source>
            <translation>碎块中耕地等别的字段，1 为最好。</translation>
        </message>
        <message>
            <source>The plot states {stated} points, and has {found}.</source>
            <translation>地块注明 {stated} 个点，实有 {found} 个。</translation>
        </message>
        <message>
            <source>The points have east before north; they were exchanged.</source>
            <translation>各点先东后北，已对调。</translation>
        </message>
        <message>
            <source>The policy has changes that are not saved.</source>
            <translation>政策文件有未保存的修改。</translation>
        </message>
        <message>
            <source>The policy is for other units: no parcel's code is in it. Parcels: {units}; policy: {policy}. Give the policy of these units, or none to go on without targets.</source>
            <translation>政策文件针对其他行政区：没有图斑的坐落单位代码在其中。图斑：{units}；政策文件：{policy}。请提供这些行政区的政策文件，或不指定政策文件以便不对照目标继续运行。</translation>
        </message>
        <message>
            <source>The policy to check. With mistakes in it nothing is written; all of them are told.</source>
            <translation>要检查的政策文件。有错误时不写出结果，并列出全部错误。</translation>
        </message>
        <message>
            <source>The policy was changed meanwhile. Import the targets again.</source>
            <translation>政策文件在此期间已修改，请重新导入目标。</translation>
        </message>
        <message>
            <source>The polygon has only {area_m2} m², less than {least_m2} m².</source>
            <translation>图形面积仅 {area_m2} 平方米，小于 {least_m2} 平方米。</translation>
        </message>
        <message>
            <source>The polygon is a narrow strip: {area_m2} m² within a perimeter of {length_m} m (2L/S = {index}).</source>
            <translation>图形狭长：面积 {area_m2} 平方米，周长 {length_m} 米（2L/S = {index}）。</translation>
        </message>
        <message>
            <source>The process that draws maps ended before the sheet was drawn (status {status}).</source>
            <translation>绘制地图的进程在图幅画完之前结束（状态 {status}）。</translation>
        </message>
        <message>
            <source>The project has no polygon layers yet: open data, or drop files here.</source>
            <translation>工程中还没有面图层：请打开数据，或将文件拖到此处。</translation>
        </message>
        <message>
            <source>The project has no results yet: run everything in the start panel, or open a file.</source>
            <translation>项目中还没有成果：请在开始面板一键运行，或打开成果文件。</translation>
        </message>
        <message>
            <source>The project “{file}” could not be written: {reason}</source>
            <translation>工程文件“{file}”无法写入：{reason}</translation>
        </message>
        <message>
            <source>The provenance of pieces or findings names a reference date that is no day: {dates}. Make them anew.</source>
            <translation>碎块或判定成果的成果溯源中，基准日期不是有效日期：{dates}。请重新生成。</translation>
        </message>
        <message>
            <source>The results are no longer there.</source>
            <translation>成果已不在原处。</translation>
        </message>
        <message>
            <source>The results cannot be read: {reason}</source>
            <translation>无法读取成果：{reason}</translation>
        </message>
        <message>
            <source>The results could not be written to “{folder}”: {reason}. {free} MB are free on that disk.</source>
            <translation>无法将成果写入“{folder}”：{reason}。该磁盘剩余空间 {free} MB。</translation>
        </message>
        <message>
            <source>The results in “{folder}” would lie among the counties' data, and be taken for a county's. Choose another output folder.</source>
            <translation>“{folder}”中的成果将混在各县数据之中，会被当作县的数据。请另选输出文件夹。</translation>
        </message>
        <message>
            <source>The rows of the earlier parcel come to {sum_m2} m², its TBMJ is {recorded_m2} m².</source>
            <translation>该变更前图斑各行变更面积合计 {sum_m2} 平方米，其图斑面积为 {recorded_m2} 平方米。</translation>
        </message>
        <message>
            <source>The run failed; see the log.</source>
            <translation>运行失败，详见日志。</translation>
        </message>
        <message>
            <source>The run stopped at an error of the plugin; no output was written. Please report it, with the details in QGIS's log panel “Farmland Redline”: {error}</source>
            <translation>插件出错，运行已停止，未写入任何输出。请将 QGIS 日志面板“Farmland Redline”中的详细信息反馈给开发者：{error}</translation>
        </message>
        <message>
            <source>The runs were made differently, so that differences may come from that and not from the land: {facts}.</source>
            <translation>两次运行的条件不同，差异可能由此产生而非土地变化：{facts}。</translation>
        </message>
        <message>
            <source>The same (%)</source>
            <translation>差值（%）</translation>
        </message>
        <message>
            <source>The same findings, numbered alike, as a workbook, as CSV and as a GeoPackage with their corners.</source>
            <translation>同样的图斑、同样的编号，以工作簿、CSV和GeoPackage（含界址点）输出。</translation>
        </message>
        <message>
            <source>The same with the forms of the annexes, the lists of conflicts and candidates, and the provenance.</source>
            <translation>除汇总外，还有通知附件表式、占用冲突清单、恢复潜力清单和成果溯源。</translation>
        </message>
        <message>
            <source>The scheduler or workers have the library distributed {there}, QGIS has {here}; they may not understand each other. If the run stops or gets stuck, install one version on all machines.</source>
            <translation>调度器或工作节点的 distributed 库为 {there} 版，QGIS 处为 {here} 版，彼此可能不兼容。如运行中断或停滞，请在所有电脑上安装同一版本。</translation>
        </message>
        <message>
            <source>The shapefile “{path}” lacks its {suffix} file. Copy all files of a shapefile together (.shp, .shx, .dbf, .prj, .cpg).</source>
            <translation>Shapefile“{path}”缺少 {suffix} 文件。请将 Shapefile 的全部文件（.shp、.shx、.dbf、.prj、.cpg）一起复制。</translation>
        </message>
        <message>
            <source>The shipped policy stays as it is, and updates replace it: choose a folder of your own.</source>
            <translation>插件自带的政策文件保持原样，更新时会被替换：请选择自己的文件夹。</translation>
        </message>
        <message>
            <source>The start panel and the dialogs of the toolbox are filled in with this; what a run was given stands in its provenance. Scripts and qgis_process take nothing from here.</source>
            <translation>开始面板和工具箱对话框据此预填；每次运行实际采用的值列入成果溯源。脚本和 qgis_process 不读取这里的设置。</translation>
        </message>
        <message>
            <source>The sum holds {area} mu of severity 0, which are notes and count in no other table of conflicts.</source>
            <translation>合计含仅提示（0级）{area} 亩，其他占用冲突统计表不计入。</translation>
        </message>
        <message>
            <source>The summary has no rows of the level {level}. Make it by “Summarise by unit” down to that level.</source>
            <translation>汇总表没有级别为 {level} 的行。请用“按行政区汇总”汇总到该级别。</translation>
        </message>
        <message>
            <source>The summary has no task of the year {year}; it has {years}.</source>
            <translation>汇总表没有 {year} 年的任务，现有：{years}。</translation>
        </message>
        <message>
            <source>The survey before; without it nothing is said of what was lost, and projects have no before.</source>
            <translation>前一次调查；不给出的，无从判断流失，项目没有前时点。</translation>
        </message>
        <message>
            <source>The survey is not newer than the patch</source>
            <translation>调查不新于图斑</translation>
        </message>
        <message>
            <source>The table has no rate for {item} in {unit}: {area_mu} mu; what its villages earn is not known.</source>
            <translation>补偿标准表中没有 {unit}“{item}”的标准：{area_mu} 亩，所涉各村的补偿金额未知。</translation>
        </message>
        <message>
            <source>The table of cases of the earlier results stays as it is and is not assessed, until it is corrected: {reason}</source>
            <translation>原成果的案件表保持原样，改正前不参与判定：{reason}</translation>
        </message>
        <message>
            <source>The table of cases of the earlier results “{path}” counts on, and cannot be used as it is: {reason} Correct it in the layer “cases” there, which QGIS opens, or delete the row.</source>
            <translation>上期成果“{path}”的案件表须继续计入，但不能直接使用：{reason}请在 QGIS 中打开其 cases 图层改正，或删除该行。</translation>
        </message>
        <message>
            <source>The table of given shares names units that get none: {units}. Give codes of the summary, of townships, or of villages if the lowest level is the village.</source>
            <translation>份额表中的单位不参加分解：{units}。请填写汇总表中的乡级代码；最低级别为村的，也可填写村级代码。</translation>
        </message>
        <message>
            <source>The table of the papers: by line, and of it in PBF.</source>
            <translation>报件用地分类表：按行列出面积及其中永久基本农田。</translation>
        </message>
        <message>
            <source>The table of zones made by “Overlay parcels”: it has the polygons' own areas, and those that no parcel touches (measure 12).</source>
            <translation>“图斑叠加”输出的分区表：含储备区图斑自身面积，以及没有图斑覆盖的储备区（举措12）。</translation>
        </message>
        <message>
            <source>The table of zones made by “Overlay parcels”: the delimited permanent basic farmland is the sum of its own records, not of the overlay.</source>
            <translation>“图斑叠加”生成的分区表：永久基本农田划定面积按其自身登记面积汇总，不按叠加面积。</translation>
        </message>
        <message>
            <source>The table “{table}” could not be written whole: {reason}. What was there is as it was; if the database cannot be reached, a table “{written}” may be left there.</source>
            <translation>表“{table}”未能完整写入：{reason}。原有内容未改动；如数据库无法连接，可能留有表“{written}”。</translation>
        </message>
        <message>
            <source>The table “{table}” is an input of this run and must not be its output. Choose another table, or a file.</source>
            <translation>表“{table}”是本次运行的输入数据，不能同时作为输出。请另选表或文件。</translation>
        </message>
        <message>
            <source>The table “{table}” of “{path}” has statements of its own that would run with each row that is written (trigger {name}), and change the results. Nothing was written. Make the results anew in another folder.</source>
            <translation>“{path}”中的表“{table}”带有随写入执行的语句（触发器 {name}），会改动成果。未写入任何内容。请在另一文件夹重新生成成果。</translation>
        </message>
        <message>
            <source>The table “{table}” of “{path}” is none of answers of a patrol. Rename it, or choose other results.</source>
            <translation>“{path}”中的表“{table}”不是巡查回传记录表。请将其改名，或另选成果。</translation>
        </message>
        <message>
            <source>The table “{table}” of “{path}” is none of decisions on findings ({reason}). Rename it, or choose another folder.</source>
            <translation>“{path}”中的表“{table}”不是核查决定表（{reason}）。请将其改名，或另选文件夹。</translation>
        </message>
        <message>
            <source>The tables of the results with words in place of ids, headings and units, a sheet that explains each column, and the data that they were made from.</source>
            <translation>成果各表，以中文代替代码，带表头和计量单位，并附各列说明和数据来源。</translation>
        </message>
        <message>
            <source>The tables {tables} could not be written: {reason}. What was there is as it was; if the database cannot be reached, the tables {written} may be left there.</source>
            <translation>表{tables}未能写入：{reason}。原有内容未改动；如数据库无法连接，可能留有表 {written}。</translation>
        </message>
        <message>
            <source>The tables {written} may be left there, too.</source>
            <translation>还可能留有表 {written}。</translation>
        </message>
        <message>
            <source>The template of the report page in {folder} is wrong: {file}, line {line}: {reason}</source>
            <translation>{folder} 中的网页报告模板有误：{file} 第 {line} 行：{reason}</translation>
        </message>
        <message>
            <source>The unit in which the PBF layer records its net areas (YJJBNTMJ): as the office profile says (profile), square metres (m2), as the standard has it and as counts without a profile, mu (mu) or hectares (ha). Records that look like another unit are among the problems.</source>
            <translation>永久基本农田图层中净面积（YJJBNTMJ）的计量单位：按单位配置（profile）、平方米（m2，标准规定的单位，未给单位配置时采用）、亩（mu）或公顷（ha）。疑为其他单位的记录列入问题清单。</translation>
        </message>
        <message>
            <source>The unit overlaps unit {other} by {area_m2} m².</source>
            <translation>该行政区与行政区 {other} 重叠 {area_m2} 平方米。</translation>
        </message>
        <message>
            <source>The unit that dialogs of maps and letters are filled in with</source>
            <translation>地图、函件等对话框预填的单位</translation>
        </message>
        <message>
            <source>The warnings of the earlier assessment lack {period} of {unit}, or give it other days, so that what counts on would be wrong. Take the table “{table}” as the algorithm has written it, or assess without it.</source>
            <translation>上期警示结果中{unit}缺少{period}，或其起止日期不符，累计会出错。请使用算法原样写出的“{table}”表，或不给出上期结果。</translation>
        </message>
        <message>
            <source>The week, month, quarter, half-year or year in which the reference date lies.</source>
            <translation>参考日期所在的周、月、季、半年或年。</translation>
        </message>
        <message>
            <source>The whole job in one run: pieces, conflicts, restoration candidates, sums against the targets, measures, workbook, report page and county maps. With monitoring patches, cases and events also warnings, veto, frozen quota and the cases of a period; the case table and the warnings of earlier results go on.
The output folder receives farmland_redline.gpkg (pieces, conflicts, candidates, losses, abandoned land, summary, tables of measures, problems, zones, provenance), summary.xlsx, technical.xlsx, report.html and maps; if asked for, letters and tables as CSV. Earlier results stay whole until the new ones are there.</source>
            <translation>一次完成全部工作：叠加碎块、占用冲突、恢复潜力地块、与目标对照的汇总、各项举措核算、工作簿、网页报告和分县图。给出监测图斑、案件和事项的，另有警示、一票否决、冻结指标和本期案件；沿用原成果的案件表和警示。
结果文件夹中生成 farmland_redline.gpkg（图斑碎块、占用冲突、恢复潜力地块、耕地流失、撂荒耕地、汇总、各举措表、数据问题、分区、成果溯源）、summary.xlsx、technical.xlsx、report.html 和 maps；按需另有函件和 CSV 表。新成果完成前，原有成果保持完整。</translation>
        </message>
        <message>
            <source>The whole list is annex {number}.</source>
            <translation>完整清单见附件{number}。</translation>
        </message>
        <message>
            <source>The whole project</source>
            <translation>整个项目</translation>
        </message>
        <message>
            <source>The whole record</source>
            <translation>全部记录</translation>
        </message>
        <message>
            <source>The whole village</source>
            <translation>全村</translation>
        </message>
        <message>
            <source>The workbook “{file}” cannot be read ({reason}).</source>
            <translation>工作簿“{file}”无法读取（{reason}）。</translation>
        </message>
        <message>
            <source>The workbook “{file}” cannot be written anew ({reason}). Save it from Excel or WPS as .xlsx.</source>
            <translation>工作簿“{file}”无法重新写出（{reason}）。请用 Excel 或 WPS 另存为 .xlsx。</translation>
        </message>
        <message>
            <source>The workbook “{file}” could not be written ({reason}).</source>
            <translation>工作簿“{file}”无法写入（{reason}）。</translation>
        </message>
        <message>
            <source>The workbook “{file}” could not be written ({reason}). {free} MB are free on that disk.</source>
            <translation>无法写入工作簿“{file}”（{reason}）。该磁盘剩余空间 {free} MB。</translation>
        </message>
        <message>
            <source>The workers of “{address}” have given no sign of life for {seconds} seconds: they hang, their machines sleep, or the network to them is broken. Start them anew and run again.</source>
            <translation>“{address}”的工作节点 {seconds} 秒内均无响应：程序停滞、电脑休眠或网络中断。请重新启动工作节点，再运行。</translation>
        </message>
        <message>
            <source>The workers of “{address}” were lost in the middle of the run. Start them and run again.</source>
            <translation>运行途中失去了“{address}”的全部工作节点。请重新启动工作节点后再运行。</translation>
        </message>
        <message>
            <source>The year's plan of land that goes out and comes in, beside what did (measure 17)</source>
            <translation>年度进出平衡方案与当年实际对照（举措17）</translation>
        </message>
        <message>
            <source>The zone has no readable unit code and lies on no parcel; its record is counted in no county.</source>
            <translation>该图斑没有可识别的行政区代码，也不在任何地类图斑上；其登记面积未计入任何县。</translation>
        </message>
        <message>
            <source>The zone has no readable unit code; it is counted in {code}, where most of it lies.</source>
            <translation>该图斑没有可识别的行政区代码，按其大部分所在的 {code} 计入。</translation>
        </message>
        <message>
            <source>The zone overlaps zone {other} of the same role by {area_m2} m²; that area was counted once.</source>
            <translation>该分区与同一用途的分区 {other} 重叠 {area_m2} 平方米，重叠面积只计一次。</translation>
        </message>
        <message>
            <source>The zone records {net_m2} m² net, its geometry measures {measured_m2} m² ({percent} %).</source>
            <translation>分区登记净面积 {net_m2} 平方米，图形面积 {measured_m2} 平方米（{percent}%）。</translation>
        </message>
        <message>
            <source>The zone's code {code} names another unit than the one it lies in, {place}.</source>
            <translation>分区代码 {code} 与其所在行政区 {place} 不一致。</translation>
        </message>
        <message>
            <source>The zone's geometry in layer {layer} is invalid ({reason}); it was repaired.</source>
            <translation>图层 {layer} 中的分区几何图形无效（{reason}），已自动修复。</translation>
        </message>
        <message>
            <source>The zones with their recorded areas and other attributes; personal ones only if you keep them.</source>
            <translation>分区及其登记面积和其他属性；个人信息仅在选择保留时才有。</translation>
        </message>
        <message>
            <source>Their parameters “Field mapping” and “Roles of zone layers” come before it.</source>
            <translation>算法中的“字段对应”和“分区图层角色”优先于本文件。</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>There is no balance plan to compare with the year. Give one (PLAN_CHANGES).</source>
            <translation>没有可对照的进出平衡方案。请给出（PLAN_CHANGES）。</translation>
        </message>
        <message>
            <source>There is no conflict to draw. Look at the units and at the least severity.</source>
            <translation>没有可绘制的冲突。请检查所选行政单位和最低严重程度。</translation>
        </message>
        <message>
            <source>There is no layer of permanent basic farmland: occupation conflicts could not be looked for.</source>
            <translation>没有永久基本农田图层，无法查找占用冲突。</translation>
        </message>
        <message>
            <source>There is no map template for the paper size {paper}.</source>
            <translation>没有{paper}幅面的制图模板。</translation>
        </message>
        <message>
            <source>There is no style for layers of the kind {kind}.</source>
            <translation>没有{kind}类图层的样式。</translation>
        </message>
        <message>
            <source>There is not enough memory for it.</source>
            <translation>内存不足。</translation>
        </message>
        <message>
            <source>There is not enough memory for this run; no output was written. Close other programs, or run county by county.</source>
            <translation>内存不足，未写入任何输出。请关闭其他程序，或分县运行。</translation>
        </message>
        <message>
            <source>These Python libraries bring their own copies of GEOS, GDAL or PROJ, which would crash QGIS: {names}. Remove them and use the packages that share QGIS's libraries.</source>
            <translation>下列 Python 库自带 GEOS、GDAL 或 PROJ，会使 QGIS 崩溃：{names}。请卸载，改用与 QGIS 共用底层库的软件包。</translation>
        </message>
        <message>
            <source>These results have no table of cases.</source>
            <translation>本成果没有案件表。</translation>
        </message>
        <message>
            <source>These results have no warnings: run “Assess warnings, veto and freeze” and let it write its tables into this file as layers named warnings, vetoes and freezes.</source>
            <translation>本成果没有警示表：请运行“警示、否决和冻结判定”，把三个输出写入本成果文件，图层名为warnings、vetoes和freezes。</translation>
        </message>
        <message>
            <source>These results know no kind “{name}”.</source>
            <translation>本成果没有问题类型“{name}”。</translation>
        </message>
        <message>
            <source>They are in no total of conflicts.</source>
            <translation>不计入占用冲突合计。</translation>
        </message>
        <message>
            <source>They are in no total.</source>
            <translation>不计入各项合计。</translation>
        </message>
        <message>
            <source>Third-survey target</source>
            <translation>三调确定耕地保护目标</translation>
        </message>
        <message>
            <source>This office</source>
            <translation>本单位</translation>
        </message>
        <message>
            <source>This page shows the results of one run of the QGIS plugin Farmland Redline: each unit's cultivated land and permanent basic farmland against its targets, occupation conflicts, and land that could be restored. Its figures are those of the workbook and the maps of the same run. It needs no network and may be sent on and printed as one file.</source>
            <translation>本页是 QGIS 插件“耕地红线”一次运行的结果：各行政区耕地保有量和永久基本农田与目标的对照、永久基本农田占用冲突、可恢复为耕地的潜力地块。数字与同次运行的工作簿和分县图一致。本页为单个文件，不需联网，可直接转发和打印。</translation>
        </message>
        <message>
            <source>This version of openpyxl ({version}) writes sheets in another form, in which rows would be missing. Install openpyxl 3.1 into QGIS's Python.</source>
            <translation>当前版本的 openpyxl（{version}）写出工作表的方式不同，会丢失数据行。请在 QGIS 的 Python 中安装 openpyxl 3.1。</translation>
        </message>
        <message>
            <source>Thresholds</source>
            <translation>阈值</translation>
        </message>
        <message>
            <source>Tier</source>
            <translation>恢复难度</translation>
        </message>
        <message>
            <source>Time (Beijing)</source>
            <translation>时间（北京时间）</translation>
        </message>
        <message>
            <source>Time (UTC)</source>
            <translation>时间（协调世界时）</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>Title of the notice</source>
            <translation>通知标题</translation>
        </message>
        <message>
            <source>To</source>
            <translation>止</translation>
        </message>
        <message>
            <source>To be confirmed</source>
            <translation>待核实</translation>
        </message>
        <message>
            <source>To be confirmed first</source>
            <translation>须先核实</translation>
        </message>
        <message>
            <source>To be confirmed, {tier}, net (m²)</source>
            <translation>待核实，{tier}，净面积（平方米）</translation>
        </message>
        <message>
            <source>To be decided</source>
            <translation>待核</translation>
        </message>
        <message>
            <source>To be frozen, no quota there</source>
            <translation>应冻结而指标不足</translation>
        </message>
        <message>
            <source>To be made good</source>
            <translation>应补足</translation>
        </message>
        <message>
            <source>To check</source>
            <translation>核查要点</translation>
        </message>
        <message>
            <source>To confirm</source>
            <translation>须核实</translation>
        </message>
        <message>
            <source>To look at:</source>
            <translation>请核对：</translation>
        </message>
        <message>
            <source>To use an entry that begins with #, take the # away and leave the blanks behind it.</source>
            <translation>要启用以 # 开头的条目，去掉 #，保留其后的空格。</translation>
        </message>
        <message>
            <source>To verify</source>
            <translation>须核实</translation>
        </message>
        <message>
            <source>Tolerance (m)</source>
            <translation>容差（米）</translation>
        </message>
        <message>
            <source>Too many decimals</source>
            <translation>小数位数过多</translation>
        </message>
        <message>
            <source>Topics</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Topsoil to strip (m³)</source>
            <translation>耕作层剥离量（立方米）</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>Total, gross</source>
            <translation>合计（毛面积）</translation>
        </message>
        <message>
            <source>Township</source>
            <translation>乡镇（街道）</translation>
        </message>
        <message>
            <source>Township code</source>
            <translation>乡级代码</translation>
        </message>
        <message>
            <source>Townships, or townships and then villages, each from the share of the township.</source>
            <translation>分解到乡镇（街道），或再由乡镇份额分解到村。</translation>
        </message>
        <message>
            <source>Track changes of cultivated land</source>
            <translation>耕地流入流出</translation>
        </message>
        <message>
            <source>Traded quota</source>
            <translation>指标交易</translation>
        </message>
        <message>
            <source>Transition matrix</source>
            <translation>地类转移矩阵</translation>
        </message>
        <message>
            <source>Twelve months back</source>
            <translation>近十二个月</translation>
        </message>
        <message>
            <source>Unassigned</source>
            <translation>未归属</translation>
        </message>
        <message>
            <source>Undetermined</source>
            <translation>无法判定</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Unit</source>
            <translation>行政区名称</translation>
        </message>
        <message>
            <source>Unit code</source>
            <translation>行政区代码</translation>
        </message>
        <message>
            <source>Unit missing</source>
            <translation>缺少行政区</translation>
        </message>
        <message>
            <source>Unit of PBF records</source>
            <translation>永久基本农田登记面积单位</translation>
        </message>
        <message>
            <source>Unit of area: mu. Cultivated land and potential are net of field ridges, conflicts are gross.</source>
            <translation>面积单位：亩。耕地和潜力为净面积（已扣除田坎），占用冲突为毛面积。</translation>
        </message>
        <message>
            <source>Unit of areas</source>
            <translation>面积单位</translation>
        </message>
        <message>
            <source>Unit of measure</source>
            <translation>计量单位</translation>
        </message>
        <message>
            <source>Unit of the net areas that the PBF layer records: {units}.</source>
            <translation>永久基本农田图层所记净面积的计量单位：{units}。</translation>
        </message>
        <message>
            <source>Unit repeated</source>
            <translation>行政区重复</translation>
        </message>
        <message>
            <source>Unit without a code</source>
            <translation>行政区缺少代码</translation>
        </message>
        <message>
            <source>Unit without parcels</source>
            <translation>行政区内没有图斑</translation>
        </message>
        <message>
            <source>Units against their targets</source>
            <translation>各行政区目标对照</translation>
        </message>
        <message>
            <source>Units below</source>
            <translation>下级单位数</translation>
        </message>
        <message>
            <source>Units below with data</source>
            <translation>有数据的下级单位数</translation>
        </message>
        <message>
            <source>Units by</source>
            <translation>行政区确定方式</translation>
        </message>
        <message>
            <source>Units by boundary need counties, or finer units, with codes and boundaries; give them in “Administrative units”.</source>
            <translation>按界线确定行政区，须有县级或更细的行政区图层（含代码和界线），请在“行政区”中指定。</translation>
        </message>
        <message>
            <source>Units of this level have no targets.</source>
            <translation>本级单位没有目标。</translation>
        </message>
        <message>
            <source>Units overlap</source>
            <translation>行政区重叠</translation>
        </message>
        <message>
            <source>Unknown class</source>
            <translation>地类不明</translation>
        </message>
        <message>
            <source>Unknown code</source>
            <translation>代码不在代码表中</translation>
        </message>
        <message>
            <source>Unknown land class</source>
            <translation>地类编码未知</translation>
        </message>
        <message>
            <source>Unknown land classes and other things that the rules could not judge.</source>
            <translation>地类不明等规则无法判定的情况。</translation>
        </message>
        <message>
            <source>Unpack it, and choose the shapefile.</source>
            <translation>请解压后选择其中的 Shapefile。</translation>
        </message>
        <message>
            <source>Unplanted</source>
            <translation>未种植</translation>
        </message>
        <message>
            <source>Unplanted (net)</source>
            <translation>未耕种（净）</translation>
        </message>
        <message>
            <source>Unusable geometry</source>
            <translation>图形不可用</translation>
        </message>
        <message>
            <source>Unused land</source>
            <translation>未利用地</translation>
        </message>
        <message>
            <source>Unused land, gross</source>
            <translation>未利用地（毛）</translation>
        </message>
        <message>
            <source>Upper and lower case are alike.</source>
            <translation>不区分大小写。</translation>
        </message>
        <message>
            <source>Usable cultivated land, net</source>
            <translation>可用耕地（净）</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>核销</translation>
        </message>
        <message>
            <source>Use by unit</source>
            <translation>分行政区种植情况</translation>
        </message>
        <message>
            <source>Use now</source>
            <translation>实地现状</translation>
        </message>
        <message>
            <source>Use of cultivated land</source>
            <translation>耕地利用</translation>
        </message>
        <message>
            <source>Used</source>
            <translation>核销</translation>
        </message>
        <message>
            <source>Used as</source>
            <translation>用途</translation>
        </message>
        <message>
            <source>Used by approved construction</source>
            <translation>经批准建设已用</translation>
        </message>
        <message>
            <source>Used: legalised</source>
            <translation>已使用：补办手续</translation>
        </message>
        <message>
            <source>Usual reasons, and remarks on earlier decisions; the one you choose becomes the remark</source>
            <translation>常用理由和以往决定的备注；选中的填入备注</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Value missing</source>
            <translation>必填值缺失</translation>
        </message>
        <message>
            <source>Value that cannot be read</source>
            <translation>无法识别的值</translation>
        </message>
        <message>
            <source>Value too long</source>
            <translation>字段值过长</translation>
        </message>
        <message>
            <source>Vector files</source>
            <translation>矢量文件</translation>
        </message>
        <message>
            <source>Verdict</source>
            <translation>核查结论</translation>
        </message>
        <message>
            <source>Verify supplements and projects</source>
            <translation>核查补充耕地和项目</translation>
        </message>
        <message>
            <source>Veto</source>
            <translation>一票否决</translation>
        </message>
        <message>
            <source>Veto of the year by county (measure 33)</source>
            <translation>当年一票否决情形，按县（举措33）</translation>
        </message>
        <message>
            <source>Veto: the flows since {date} are not those of one year, and no share of illegal land is told by them. Give the flows of the year, or the survey of the year before as the earlier one.</source>
            <translation>一票否决：自 {date} 以来的流量不是一年的流量，不据此计算违法占比。请提供当年流量，或以上年度调查为前一次调查。</translation>
        </message>
        <message>
            <source>Village</source>
            <translation>村</translation>
        </message>
        <message>
            <source>Village code</source>
            <translation>村级代码</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>警示</translation>
        </message>
        <message>
            <source>Warnings and veto follow the policy and what persons decided; the competent department decides.</source>
            <translation>警示和否决按政策文件和人工认定结果列出，以主管部门决定为准。</translation>
        </message>
        <message>
            <source>Warnings are told by county.</source>
            <translation>警示按县判定。</translation>
        </message>
        <message>
            <source>Warnings by county and period (measure 34), the newest first</source>
            <translation>警示，按县和时段（举措34），新的在前</translation>
        </message>
        <message>
            <source>Warnings of an earlier assessment</source>
            <translation>上一次的警示成果</translation>
        </message>
        <message>
            <source>Warnings of earlier results</source>
            <translation>早先成果的提示</translation>
        </message>
        <message>
            <source>Warnings, veto and frozen quota</source>
            <translation>警示、否决和指标冻结</translation>
        </message>
        <message>
            <source>Waters</source>
            <translation>水系</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>周</translation>
        </message>
        <message>
            <source>Went out</source>
            <translation>实际转出</translation>
        </message>
        <message>
            <source>Went out beyond the plan</source>
            <translation>超方案转出的面积</translation>
        </message>
        <message>
            <source>What a project site needs</source>
            <translation>选址须办事项</translation>
        </message>
        <message>
            <source>What became of it</source>
            <translation>变化</translation>
        </message>
        <message>
            <source>What became of the answers</source>
            <translation>回传记录处理结果</translation>
        </message>
        <message>
            <source>What counties set of their increase against their gap: code=mu; code=mu. Nothing if not given; never more than the increase or the gap.</source>
            <translation>各县净增加中用于抵补缺口的面积：代码=亩; 代码=亩。不填为不抵补；不超过净增加和缺口。</translation>
        </message>
        <message>
            <source>What covers monitoring patches</source>
            <translation>监测图斑的有效依据</translation>
        </message>
        <message>
            <source>What each candidate of a block costs beside its area: many small ones disturb more people than one.</source>
            <translation>片块中每个恢复潜力地块在面积之外另计的成本：地块多而小，涉及农户更多。</translation>
        </message>
        <message>
            <source>What earns no compensation</source>
            <translation>不予补偿的情形</translation>
        </message>
        <message>
            <source>What forbids a site, what it needs, and what was not checked.</source>
            <translation>禁止情形、须办事项和未能核查的事项。</translation>
        </message>
        <message>
            <source>What is doubtful</source>
            <translation>存疑之处</translation>
        </message>
        <message>
            <source>What is free could fill it</source>
            <translation>可直接恢复潜力可以补足</translation>
        </message>
        <message>
            <source>What is no supplement</source>
            <translation>不得补划的情形</translation>
        </message>
        <message>
            <source>What is planted</source>
            <translation>种植情况规则</translation>
        </message>
        <message>
            <source>What is taken</source>
            <translation>被占用的地块</translation>
        </message>
        <message>
            <source>What is wrong with the data, with place and remedy.</source>
            <translation>数据中的问题，注明位置和处理建议。</translation>
        </message>
        <message>
            <source>What letters bear. Whatever is not given here is left blank in them, to be filled in.</source>
            <translation>函件要素。此处未填的，函件中留空待填。</translation>
        </message>
        <message>
            <source>What of the notice is answered beside conflicts and candidates; what lacks its input is left out.</source>
            <translation>除占用冲突和恢复潜力外还核算通知中的哪些举措；缺少资料的不核算。</translation>
        </message>
        <message>
            <source>What restoring a mu costs, by tier. The notice gives no costs: give all three, or none; then the number of blocks is made as small as possible.</source>
            <translation>按恢复难易，每亩恢复成本。通知没有给出成本：三项都填，或都不填；都不填时使片块数最少。</translation>
        </message>
        <message>
            <source>What sites need</source>
            <translation>选址须办事项</translation>
        </message>
        <message>
            <source>What the results lack is no data, never met; what only people know is filled in by hand.</source>
            <translation>成果中没有的为无数据，不算达标；只有人知道的由人工填写。</translation>
        </message>
        <message>
            <source>What the rules could not judge.</source>
            <translation>规则不能判定的事项。</translation>
        </message>
        <message>
            <source>What the run was given</source>
            <translation>运行参数</translation>
        </message>
        <message>
            <source>What the tables say, and in which units</source>
            <translation>各表各列的含义和计量单位</translation>
        </message>
        <message>
            <source>What was decided; none takes back what counts. Only uses of land can be illegal.</source>
            <translation>作出的决定；选“无”撤销现有决定。只有用地行为可认定为违法。</translation>
        </message>
        <message>
            <source>What was rejected, or turned out to be an approved use, stays in the lists with its decision.</source>
            <translation>核查不属实和已批准的，仍在清单中并注明决定。</translation>
        </message>
        <message>
            <source>What was restored since the base survey is not known, so neither is the gap left. Potential is set against the whole gap, the most that can be left.</source>
            <translation>已恢复面积未提供，剩余缺口不明；潜力按全部缺口（剩余缺口的上限）对照。</translation>
        </message>
        <message>
            <source>What was seen, the number of an approval …</source>
            <translation>现场情况、批准文号等。</translation>
        </message>
        <message>
            <source>What “{path}” holds beside the results could not be moved into the new file ({reason}). Choose another place; nothing was changed.</source>
            <translation>“{path}”中除成果外的内容未能移入新文件（{reason}）。请另选位置；原有文件均未改动。</translation>
        </message>
        <message>
            <source>When delimited as permanent basic farmland</source>
            <translation>划定永久基本农田时</translation>
        </message>
        <message>
            <source>Where a balance plan is given: what was planned to go out and to come in by county, year and land, and what did, without what need not be made good (measure 17).</source>
            <translation>给出进出平衡方案时：分县、年度、地类的方案转出和转进，以及不含免补的实际（举措17）。</translation>
        </message>
        <message>
            <source>Where findings were reviewed: what was rejected or turned out to be an approved use is not listed by default. Computed sums stay, and the sums after the review stand beside them.</source>
            <translation>结果经过核查的：默认不列出不属实和已批准的图斑。计算结果的合计不变，核查后的合计并列给出。</translation>
        </message>
        <message>
            <source>Where it lies</source>
            <translation>位置</translation>
        </message>
        <message>
            <source>Where it went or came from</source>
            <translation>去向或来源</translation>
        </message>
        <message>
            <source>Where most of it went</source>
            <translation>主要去向</translation>
        </message>
        <message>
            <source>Where the results go.</source>
            <translation>成果存放的文件夹。</translation>
        </message>
        <message>
            <source>Where the survey is in several layers or files, a county each: all others than the first. They are divided as one, in whatever zones of CGCS2000 they are.</source>
            <translation>调查成果分县存放在多个图层或文件时，在此填写第一个以外的全部图层；各图层可在不同的 CGCS2000 分带，合为一体叠加。</translation>
        </message>
        <message>
            <source>Which lists of the results are taken; those that the file lacks are left out. Four are made here: terms, temporary land and approvals of what is not built whose term ends within the policy's days of notice (term_notice_days) or has ended; open_cases, cases of the table cases that are illegal or to be decided and not closed; unplanted, supplements that lie unplanted; planned, blocks that a plan of restoration takes, where the file has its layer plan (measures 2, 10, 31).</source>
            <translation>采用成果中的哪些清单，文件中没有的略过。另有四份清单现场生成：到期用地（terms），即在政策规定的提醒天数（term_notice_days）内到期或已到期的临时用地，以及未建设的用地批准；未结案件（open_cases），即案件表中认定违法或待核、尚未结案的案件；未种植的补充耕地（unplanted）；计划恢复地块（planned），即恢复计划选中的地块，文件须含plan图层（举措2、10、31）。</translation>
        </message>
        <message>
            <source>Which targets of annexes 2 and 3 are broken down; what the summary lacks is said and left out.</source>
            <translation>分解附件2、附件3的哪些目标；汇总表没有的提示并略去。</translation>
        </message>
        <message>
            <source>Who decides</source>
            <translation>主管部门</translation>
        </message>
        <message>
            <source>Who has decided; the name stays in the table decisions.</source>
            <translation>作决定的人；姓名只保存在 decisions 表中。</translation>
        </message>
        <message>
            <source>Who makes it good</source>
            <translation>补充责任</translation>
        </message>
        <message>
            <source>Who makes outflow good</source>
            <translation>流出补充责任</translation>
        </message>
        <message>
            <source>Whole parcel</source>
            <translation>图斑范围</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>依据</translation>
        </message>
        <message>
            <source>Why it could go</source>
            <translation>换出原因</translation>
        </message>
        <message>
            <source>Why it earns nothing</source>
            <translation>不予补偿的原因</translation>
        </message>
        <message>
            <source>Why it is none</source>
            <translation>不得补划的原因</translation>
        </message>
        <message>
            <source>Why it is planned or not</source>
            <translation>安排或不安排的原因</translation>
        </message>
        <message>
            <source>Width (m)</source>
            <translation>跨度（米）</translation>
        </message>
        <message>
            <source>Windows: QGIS's own installer brings them. With OSGeo4W, run the OSGeo4W setup, choose Advanced Install, and select python3-geopandas, python3-shapely, python3-pyogrio and python3-pyproj; then start QGIS again.</source>
            <translation>Windows：QGIS 安装包已自带。使用 OSGeo4W 的，请运行 OSGeo4W 安装程序，选择 Advanced Install，勾选 python3-geopandas、python3-shapely、python3-pyogrio 和 python3-pyproj，然后重新启动 QGIS。</translation>
        </message>
        <message>
            <source>With a network the QGIS plugin QPIP installs {name}. Without one, download these files from PyPI on another computer, put them into the folder {folder}, and run again: {files}.</source>
            <translation>能联网时，可用 QGIS 插件 QPIP 安装 {name}；不能联网时，在另一台电脑上从 PyPI 下载以下文件，放入文件夹 {folder} 后重新运行：{files}。</translation>
        </message>
        <message>
            <source>With “column”: the name of a column of the summary with a number of 0 or more for each unit.</source>
            <translation>选“汇总表的某个字段”时填写字段名，各行政区的值须为不小于 0 的数。</translation>
        </message>
        <message>
            <source>Withheld from the whole village</source>
            <translation>全村不予补偿</translation>
        </message>
        <message>
            <source>Without a decision</source>
            <translation>未作决定</translation>
        </message>
        <message>
            <source>Without a policy file the Jingdezhen notice of 2024 counts.</source>
            <translation>未选政策文件时，按景德镇市 2024 年通知执行。</translation>
        </message>
        <message>
            <source>Without a rate</source>
            <translation>缺少标准</translation>
        </message>
        <message>
            <source>Without a reason</source>
            <translation>不合理</translation>
        </message>
        <message>
            <source>Workbook</source>
            <translation>工作簿</translation>
        </message>
        <message>
            <source>Workbook of templates</source>
            <translation>模板工作簿</translation>
        </message>
        <message>
            <source>Workbook to fill</source>
            <translation>待填工作簿</translation>
        </message>
        <message>
            <source>Workbook, report page, letters and maps</source>
            <translation>工作簿、报告网页、函件和图件</translation>
        </message>
        <message>
            <source>Worker {worker} cannot use the plugin ({reason}). Install the plugin's wheel, version {version}, on the scheduler's and every worker's machine.</source>
            <translation>工作节点 {worker} 无法使用插件（{reason}）。请在调度器和每个工作节点所在的电脑上安装 {version} 版的 wheel 包。</translation>
        </message>
        <message>
            <source>Worker {worker} does not answer ({reason}): it hangs, its machine sleeps, or the network to it is broken. Stop it or start it anew.</source>
            <translation>工作节点 {worker} 没有应答（{reason}）：程序停滞、电脑休眠或网络中断。请停止或重新启动该节点。</translation>
        </message>
        <message>
            <source>Worker {worker} does not see the file “{path}” as QGIS does ({reason}). It must lie on a drive that every machine has under the same path.</source>
            <translation>工作节点 {worker} 看到的文件“{path}”与 QGIS 不一致（{reason}）。文件须存放在各台电脑都能以同一路径访问的共享盘上。</translation>
        </message>
        <message>
            <source>Worker {worker} has version {there} of the plugin, QGIS has {here}. Install the wheel of this version on the scheduler's and every worker's machine.</source>
            <translation>工作节点 {worker} 的插件版本为 {there}，QGIS 中为 {here}。请在调度器和每个工作节点所在的电脑上安装与 QGIS 相同版本的 wheel 包。</translation>
        </message>
        <message>
            <source>Workers died one after the other over the same parcels, probably for want of memory. Give each more of it, or start fewer on a machine.</source>
            <translation>多个工作节点在处理同一批图斑时相继中断，可能是内存不足。请为每个节点增加内存，或减少每台电脑上的节点数。</translation>
        </message>
        <message>
            <source>Workers have GEOS {there}, QGIS has {here}: cuts may differ from those of a run without workers in the last digits of coordinates.</source>
            <translation>工作节点的 GEOS 版本为 {there}，QGIS 为 {here}：切割所得坐标的末位可能与单机运行略有差异。</translation>
        </message>
        <message>
            <source>Workers: {count}</source>
            <translation>工作节点数：{count}</translation>
        </message>
        <message>
            <source>Worse</source>
            <translation>劣于转出</translation>
        </message>
        <message>
            <source>Worst closure (mu)</source>
            <translation>最大闭合差（亩）</translation>
        </message>
        <message>
            <source>Worst closure (m²)</source>
            <translation>最大闭合差（平方米）</translation>
        </message>
        <message>
            <source>Worst closure (yuan)</source>
            <translation>最大闭合差（元）</translation>
        </message>
        <message>
            <source>Write county letters</source>
            <translation>生成分县函件</translation>
        </message>
        <message>
            <source>Write each value once, and only what the format has.</source>
            <translation>每个值只写一次，且只保留该格式规定的内容。</translation>
        </message>
        <message>
            <source>Write it as 2024-03-01. A month alone may stand, and “长期” for what has no end.</source>
            <translation>请写为 2024-03-01；可只写到月，无终止日期的写“长期”。</translation>
        </message>
        <message>
            <source>Write templates of tables</source>
            <translation>生成填报模板</translation>
        </message>
        <message>
            <source>Write the workbook's tables as CSV</source>
            <translation>工作簿各表另存为 CSV</translation>
        </message>
        <message>
            <source>Write workbook and report page</source>
            <translation>生成工作簿和报告网页</translation>
        </message>
        <message>
            <source>Writes a Word letter to each county from the GeoPackage of “Run everything”: targets, conflicts, the pieces to check first, restoration potential, and a map.
The figures are those of the workbook, the page and the maps. Without the Python library python-docx the letters are HTML pages.</source>
            <translation>根据“一键处理”的 GeoPackage 为每个县生成 Word 函件：目标完成情况、占用冲突、重点核实地块、恢复潜力和分布图。
其中数字与工作簿、网页和图件一致。缺少 Python 库 python-docx 时，函件为 HTML 网页。</translation>
        </message>
        <message>
            <source>Writes a workbook with the headings of tables that no map holds, such as cases and events, two example rows and a sheet that explains every column.
Fill in a copy, and give it to the algorithms that ask for the table; a CSV file with the same headings, a table of a GeoPackage or a loaded layer will do as well. Columns are found by headings, in Chinese or English, or by their ids, in any order; the example rows are no data. The tables are declared in resources/tables in the plugin's folder, each column with its source.</source>
            <translation>生成图上没有的各类表（案件、事项等）的填报工作簿：中文表头、两行示例和逐列说明。
填好后交给需要该表的算法；表头相同的 CSV 文件、GeoPackage 中的表或已加载的图层也可以。按中文或英文表头或字段代码识别列，顺序不限；示例行不计入数据。各表在插件文件夹的 resources/tables 中声明，每列注明依据。</translation>
        </message>
        <message>
            <source>Writes what a person has decided on findings (measure 36) into the GeoPackage of results, as the panel “Review of findings” does: into the table decisions, to which rows are only added, and cases for what was found illegal.
The next run into the folder uses the decisions. Where an id is not among the results, nothing is written.</source>
            <translation>把人工对图斑作出的决定（举措36）写入成果 GeoPackage，与“逐块核查”面板相同：写入 decisions 表（只增不改），认定违法的同时列入 cases 表。
向该文件夹再次运行时采用这些决定。有任何编号不在结果中的，一条也不写入。</translation>
        </message>
        <message>
            <source>Written before</source>
            <translation>以往写过的备注</translation>
        </message>
        <message>
            <source>X (north) and Y (east) in {system}; longitude and latitude in CGCS2000, degrees.</source>
            <translation>X（北）、Y（东）为{system}；经纬度为CGCS2000，单位度。</translation>
        </message>
        <message>
            <source>X and Y exchanged</source>
            <translation>X、Y 颠倒</translation>
        </message>
        <message>
            <source>X, north (m)</source>
            <translation>X（北，m）</translation>
        </message>
        <message>
            <source>Xi'an 1980</source>
            <translation>1980西安坐标系</translation>
        </message>
        <message>
            <source>Y, east (m)</source>
            <translation>Y（东，m）</translation>
        </message>
        <message>
            <source>YYYY-MM-DD: the day on which approvals and terms are valid or not; the policy's own date if not given. Where zones with terms lie on each other, the one that is valid on this day counts.</source>
            <translation>YYYY-MM-DD：判断批准和期限是否有效的日期；不填则为政策文件的日期。有期限的区域相互重叠时，以当日有效的为准。</translation>
        </message>
        <message>
            <source>YYYY-MM-DD; a year before the reference date if not given, the end of the policy's base year for a base survey. Approvals of the time between count.</source>
            <translation>年-月-日；未给出时为基准日期前一年，基准调查为政策文件基期年年末。其间的批准计入。</translation>
        </message>
        <message>
            <source>YYYY-MM-DD; a year before the reference date if not given.</source>
            <translation>YYYY-MM-DD；不填则为参考日期前一年。</translation>
        </message>
        <message>
            <source>Year</source>
            <translation>年度</translation>
        </message>
        <message>
            <source>Year of completion</source>
            <translation>建成年份</translation>
        </message>
        <message>
            <source>Year of completion not known</source>
            <translation>建成年份不明</translation>
        </message>
        <message>
            <source>Year of restoration</source>
            <translation>实施年度</translation>
        </message>
        <message>
            <source>Year of the restoration task</source>
            <translation>恢复任务年度</translation>
        </message>
        <message>
            <source>Year of the task</source>
            <translation>任务年度</translation>
        </message>
        <message>
            <source>Year's balance plan</source>
            <translation>年度进出平衡方案</translation>
        </message>
        <message>
            <source>Year's end against the plan</source>
            <translation>年末与方案对照</translation>
        </message>
        <message>
            <source>Yearly tasks</source>
            <translation>年度恢复任务</translation>
        </message>
        <message>
            <source>Years</source>
            <translation>年度</translation>
        </message>
        <message>
            <source>Years to plan, with commas between them, such as 2024, 2025; the policy's own year if none is given. Their tasks are those of annex 3 in the policy. A block is restored once.</source>
            <translation>计划年度，用逗号分隔，例如 2024, 2025；不填则为政策文件的年度。任务取政策文件附件3。每个片块只实施一次。</translation>
        </message>
        <message>
            <source>Years: “{text}” is no year. Write 2024, 2025.</source>
            <translation>年度：“{text}”不是年份。请写作 2024, 2025。</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>Your own workbook is not filled.</source>
            <translation>不填写您自己的工作簿。</translation>
        </message>
        <message>
            <source>Zone</source>
            <translation>分区编号</translation>
        </message>
        <message>
            <source>Zone layer</source>
            <translation>分区图层</translation>
        </message>
        <message>
            <source>Zone layers</source>
            <translation>分区图层</translation>
        </message>
        <message>
            <source>Zone layers by role. layers: their names, or a part of these that stands alone. columns: what the zones give to the pieces.</source>
            <translation>分区图层，按角色分列。layers：图层名，或图层名中可独立识别的一部分；columns：带入碎块的字段。</translation>
        </message>
        <message>
            <source>Zone number missing</source>
            <translation>缺少带号</translation>
        </message>
        <message>
            <source>Zone number of another zone</source>
            <translation>带号不符</translation>
        </message>
        <message>
            <source>Zone number too many</source>
            <translation>多出带号</translation>
        </message>
        <message>
            <source>Zone of no county</source>
            <translation>不属于任何县的图斑</translation>
        </message>
        <message>
            <source>Zone that takes precedence</source>
            <translation>优先的区域</translation>
        </message>
        <message>
            <source>Zone without a unit code, counted by its place</source>
            <translation>图斑无行政区代码，按所在位置计入</translation>
        </message>
        <message>
            <source>Zones from which permanent basic farmland is supplemented.</source>
            <translation>用于补划永久基本农田的储备区。</translation>
        </message>
        <message>
            <source>Zones of one role overlap</source>
            <translation>同一用途分区重叠</translation>
        </message>
        <message>
            <source>Zones reserved for supplementing cultivated land.</source>
            <translation>用于补充耕地的储备区。</translation>
        </message>
        <message>
            <source>Zones: columns with their identifier and unit code.</source>
            <translation>分区：标识码和行政区代码所在字段。</translation>
        </message>
        <message>
            <source>____ / __ / __</source>
            <translation>____年__月__日</translation>
        </message>
        <message>
            <source>____ [{year}] No. {number}</source>
            <translation>____〔{year}〕{number}号</translation>
        </message>
        <message>
            <source>____-__-__</source>
            <translation>____年__月__日</translation>
        </message>
        <message>
            <source>`date` is {value}, which is no day. Write it as 2025-03-01.</source>
            <translation>`date` 为 {value}，不是日期。请写成 2025-03-01。</translation>
        </message>
        <message>
            <source>`format` is {value}. This version of the plugin reads format {format}.</source>
            <translation>`format` 为 {value}。本版插件读取的格式为 {format}。</translation>
        </message>
        <message>
            <source>`measures` is {value}. Write the measures' numbers in brackets: [14, 36].</source>
            <translation>`measures` 为 {value}。请把举措编号写在方括号内：[14, 36]。</translation>
        </message>
        <message>
            <source>`must` speaks of several columns. Write a row for each.</source>
            <translation>`must` 涉及多个列。请每列各写一行。</translation>
        </message>
        <message>
            <source>`number` is {value}. Braces may hold year or number only: {example}.</source>
            <translation>`number` 为 {value}。花括号内只能写 year 或 number，如 {example}。</translation>
        </message>
        <message>
            <source>`parent` is {value}, but no city row has this code.</source>
            <translation>`parent` 为 {value}，但没有该代码的市级行政区。</translation>
        </message>
        <message>
            <source>`record_unit` is {value}. Use one of: {known}.</source>
            <translation>`record_unit` 为 {value}。请使用以下之一：{known}。</translation>
        </message>
        <message>
            <source>`reference_date` is {value}. Write a day as "2024-12-31".</source>
            <translation>`reference_date` 为 {value}。请写成 "2024-12-31"。</translation>
        </message>
        <message>
            <source>`tasks_wan_mu` is {value}. Write {{2024: 0.9163}}.</source>
            <translation>`tasks_wan_mu` 为 {value}。请写成 {{2024: 0.9163}}。</translation>
        </message>
        <message>
            <source>`tasks_wan_mu` names the year {value}. Write 2024.</source>
            <translation>`tasks_wan_mu` 的年份为 {value}。请写成 2024。</translation>
        </message>
        <message>
            <source>`{column}` is compared with `date`, but these rules know no date.</source>
            <translation>`{column}` 与 `date` 比较，但此类规则没有日期。</translation>
        </message>
        <message>
            <source>`{key}` compares with {value}. Use a number, `date`, or the id of a threshold.</source>
            <translation>`{key}` 与 {value} 比较。请用数字、`date` 或阈值的 id。</translation>
        </message>
        <message>
            <source>`{key}` holds {value}, no class pattern. Write "0702", "05*" or "1001-1005".</source>
            <translation>`{key}` 中的 {value} 不是地类写法。请写成 "0702"、"05*" 或 "1001-1005"。</translation>
        </message>
        <message>
            <source>`{key}` holds {value}, which YAML does not read as a text. Write it in quotes: "...".</source>
            <translation>`{key}` 中的 {value} 被 YAML 当作非文本。请加引号："..."。</translation>
        </message>
        <message>
            <source>`{key}` holds {value}, which fits no class of the survey. Check it against classes.csv.</source>
            <translation>`{key}` 中的 {value} 不对应任何国土调查地类。请对照 classes.csv 检查。</translation>
        </message>
        <message>
            <source>`{key}` holds {value}. Use some of: {choices}.</source>
            <translation>`{key}` 含 {value}。可用：{choices}。</translation>
        </message>
        <message>
            <source>`{key}` is empty. Fill it in, or remove it.</source>
            <translation>`{key}` 为空。请填写或删除。</translation>
        </message>
        <message>
            <source>`{key}` is empty. Fill it in.</source>
            <translation>`{key}` 为空。请填写。</translation>
        </message>
        <message>
            <source>`{key}` is empty. Remove it or add conditions.</source>
            <translation>`{key}` 为空。请删除或补充条件。</translation>
        </message>
        <message>
            <source>`{key}` is missing. Add it.</source>
            <translation>缺少 `{key}`。请补充。</translation>
        </message>
        <message>
            <source>`{key}` is not what YAML reads as a text. Write it in quotes: "...".</source>
            <translation>`{key}` 不是 YAML 能识别的文本。请加引号："..."。</translation>
        </message>
        <message>
            <source>`{key}` is {value} × 10,000 mu, more than the land of China. Check the number and its unit.</source>
            <translation>`{key}` 为 {value} 万亩，超过全国土地面积。请核对数值及其单位。</translation>
        </message>
        <message>
            <source>`{key}` is {value}, no class of a parcel.</source>
            <translation>`{key}` 为 {value}，不是图斑可用的地类。</translation>
        </message>
        <message>
            <source>`{key}` is {value}, not a list. Write it in brackets: ["...", "..."].</source>
            <translation>`{key}` 为 {value}，不是列表。请写成 ["...", "..."]。</translation>
        </message>
        <message>
            <source>`{key}` is {value}, not a number. Write digits with a point, without unit or quotes.</source>
            <translation>`{key}` 为 {value}，不是数字。请只写数字，不带单位和引号。</translation>
        </message>
        <message>
            <source>`{key}` is {value}, not a table. Write its entries below it, indented: `{example}: ...`.</source>
            <translation>`{key}` 的值为 {value}，应为下级条目。请在其下缩进书写，例如 `{example}: ...`。</translation>
        </message>
        <message>
            <source>`{key}` is {value}, not a text. Write it in quotes: "...".</source>
            <translation>`{key}` 为 {value}，不是文本。请加引号："..."。</translation>
        </message>
        <message>
            <source>`{key}` is {value}, which has no names. Add it under terms, {table}.</source>
            <translation>`{key}` 为 {value}，没有名称。请在 terms 的 {table} 中补充。</translation>
        </message>
        <message>
            <source>`{key}` is {value}. It must not be below {low}.</source>
            <translation>`{key}` 为 {value}，不得小于 {low}。</translation>
        </message>
        <message>
            <source>`{key}` is {value}. Use a list, {{not: [...]}}, {{contains: [...]}}, {{lacks: [...]}}, {{class: [...]}}, present, empty, outside, unreadable, or a comparison in quotes such as “&gt;8” or “&gt;=date or empty”.</source>
            <translation>`{key}` 为 {value}。请使用列表、{{not: [...]}}、{{contains: [...]}}、{{lacks: [...]}}、{{class: [...]}}、present、empty、outside、unreadable，或带引号的比较，如“&gt;8”或“&gt;=date or empty”。</translation>
        </message>
        <message>
            <source>`{key}` is {value}. Use a share below 1 with at most four decimals.</source>
            <translation>`{key}` 为 {value}。请用小于 1、最多四位小数的系数。</translation>
        </message>
        <message>
            <source>`{key}` is {value}. Use a whole number from {low} to {high}.</source>
            <translation>`{key}` 为 {value}。请用 {low} 到 {high} 的整数。</translation>
        </message>
        <message>
            <source>`{key}` is {value}. Use one of: {choices}.</source>
            <translation>`{key}` 为 {value}。可用：{choices}。</translation>
        </message>
        <message>
            <source>`{key}` is {value}. Write conditions in braces, {{COLUMN: test}}, or a list of such.</source>
            <translation>`{key}` 为 {value}。请用花括号写条件 {{COLUMN: test}}，或写成条件列表。</translation>
        </message>
        <message>
            <source>`{key}` is {value}. Write six digits in quotes: "360281".</source>
            <translation>`{key}` 为 {value}。请写带引号的六位代码："360281"。</translation>
        </message>
        <message>
            <source>`{key}` is {value}. Write true or false.</source>
            <translation>`{key}` 为 {value}。请写 true 或 false。</translation>
        </message>
        <message>
            <source>`{key}` names the column {value}, which cannot be one.</source>
            <translation>`{key}` 中的列名 {value} 不能作为列名。</translation>
        </message>
        <message>
            <source>`{key}` names the column “{name}”, which counts as personal data. Use another column.</source>
            <translation>`{key}` 指定的字段“{name}”属于个人信息。请改用其他字段。</translation>
        </message>
        <message>
            <source>`{key}` names the unknown class group {value}.</source>
            <translation>`{key}` 引用了不存在的地类组 {value}。</translation>
        </message>
        <message>
            <source>`{key}` names the unknown word list {value}.</source>
            <translation>`{key}` 引用的词表 {value} 不存在。</translation>
        </message>
        <message>
            <source>`{key}` names “{name}” twice. Remove one.</source>
            <translation>`{key}` 中“{name}”重复。请删除一个。</translation>
        </message>
        <message>
            <source>`{key}` takes {value} off the date. Use the id of a threshold in whole years.</source>
            <translation>`{key}` 从日期中减去 {value}。请使用以整年为单位的阈值的标识。</translation>
        </message>
        <message>
            <source>a block has no end</source>
            <translation>有图块没有结束</translation>
        </message>
        <message>
            <source>a city has no `parent`. Remove it, or write level: county.</source>
            <translation>市级行政区没有 `parent`。请删除，或改为 level: county。</translation>
        </message>
        <message>
            <source>a code of the standard</source>
            <translation>标准代码</translation>
        </message>
        <message>
            <source>a coordinate that is no number</source>
            <translation>坐标不是数字</translation>
        </message>
        <message>
            <source>a county needs `parent`, the code of its city. Add parent: "{code}".</source>
            <translation>县级行政区须填 `parent`（所属市代码）。请补充 parent: "{code}"。</translation>
        </message>
        <message>
            <source>a date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>a document with macros (.docm)</source>
            <translation>启用宏的文档（.docm）</translation>
        </message>
        <message>
            <source>a file stands where a folder should be</source>
            <translation>该处应为文件夹，却是文件</translation>
        </message>
        <message>
            <source>a formula without a stored value for {unit}: its target is taken as not known, not from the policy. Open the file in a spreadsheet program and save it.</source>
            <translation>{unit}为公式且没有保存计算结果：该项目标按未知处理，不采用政策文件的数。请用表格软件打开该文件并保存。</translation>
        </message>
        <message>
            <source>a formula without a stored value. Open the file in a spreadsheet program and save it.</source>
            <translation>公式没有存储计算结果。请用电子表格软件打开并保存。</translation>
        </message>
        <message>
            <source>a hole outside of its outline</source>
            <translation>孔洞在外环之外</translation>
        </message>
        <message>
            <source>a key that is no word</source>
            <translation>键名不是文字</translation>
        </message>
        <message>
            <source>a known category</source>
            <translation>已知类别</translation>
        </message>
        <message>
            <source>a known grade</source>
            <translation>已知级别</translation>
        </message>
        <message>
            <source>a land class</source>
            <translation>地类编码</translation>
        </message>
        <message>
            <source>a number</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>a person to ask, who stands in letters and in no other output</source>
            <translation>联系人，只写入函件，不进入其他成果</translation>
        </message>
        <message>
            <source>a ring touches itself</source>
            <translation>环自相接</translation>
        </message>
        <message>
            <source>a second column says {value}.</source>
            <translation>另有一列也是 {value}。</translation>
        </message>
        <message>
            <source>a share below 1</source>
            <translation>小于 1 的系数</translation>
        </message>
        <message>
            <source>a template of Word's own kind (.dotx)</source>
            <translation>Word 模板文件（.dotx）</translation>
        </message>
        <message>
            <source>a temporary file cannot be written</source>
            <translation>无法写入临时文件</translation>
        </message>
        <message>
            <source>a whole number</source>
            <translation>整数</translation>
        </message>
        <message>
            <source>access is denied</source>
            <translation>拒绝访问</translation>
        </message>
        <message>
            <source>accounts are kept by county. Name the county; the city is the sum of its counties.</source>
            <translation>按县分账。请填写县；市级为各县合计。</translation>
        </message>
        <message>
            <source>after</source>
            <translation>置换后</translation>
        </message>
        <message>
            <source>after it {what} of {unit} is {amount} below 0. Correct it, or enter what is missing before it.</source>
            <translation>记账后{unit}的{what}低于零{amount}。请更正，或在其前补记遗漏的记录。</translation>
        </message>
        <message>
            <source>after this sale less is left than the county needs itself (measure 22).</source>
            <translation>调出后剩余少于本县需求（举措22）。</translation>
        </message>
        <message>
            <source>amount not known: no rate for {area:,.2f} m²</source>
            <translation>金额未知：{area:,.2f} 平方米缺少标准</translation>
        </message>
        <message>
            <source>an administrative code</source>
            <translation>行政区代码</translation>
        </message>
        <message>
            <source>an earlier row is of the same.</source>
            <translation>与前面某行重复。</translation>
        </message>
        <message>
            <source>an empty part or hole</source>
            <translation>含有空的部分或空的孔洞</translation>
        </message>
        <message>
            <source>an error came with {came} features</source>
            <translation>读到 {came} 个要素时出错</translation>
        </message>
        <message>
            <source>another county's quota is bought for a project below the level of the province (measure 22).</source>
            <translation>为省级以下项目购买外县指标（举措22）。</translation>
        </message>
        <message>
            <source>another county's quota is bought, and the level of the project is not known. Enter it.</source>
            <translation>购买外县指标，但项目级别不明。请填写。</translation>
        </message>
        <message>
            <source>another file</source>
            <translation>不是同一文件</translation>
        </message>
        <message>
            <source>another program has it open</source>
            <translation>正被其他程序打开</translation>
        </message>
        <message>
            <source>any further area</source>
            <translation>再有任何新增</translation>
        </message>
        <message>
            <source>approximate, PROJ knows no parameters</source>
            <translation>近似转换（PROJ 没有转换参数）</translation>
        </message>
        <message>
            <source>area in m²</source>
            <translation>面积（平方米）</translation>
        </message>
        <message>
            <source>area in the unit of the heading, or with its own: 12.5亩</source>
            <translation>面积，单位见表头，也可自带单位：12.5亩</translation>
        </message>
        <message>
            <source>area of the parcel in m² (TBMJ)</source>
            <translation>图斑面积（TBMJ，平方米）</translation>
        </message>
        <message>
            <source>at most {area}</source>
            <translation>至多 {area}</translation>
        </message>
        <message>
            <source>at once</source>
            <translation>即可恢复</translation>
        </message>
        <message>
            <source>before</source>
            <translation>置换前</translation>
        </message>
        <message>
            <source>blocks inside each other</source>
            <translation>图块嵌套层数</translation>
        </message>
        <message>
            <source>by another name of the field</source>
            <translation>按字段别名</translation>
        </message>
        <message>
            <source>by its fields</source>
            <translation>按字段</translation>
        </message>
        <message>
            <source>by its name</source>
            <translation>按名称</translation>
        </message>
        <message>
            <source>by the office's profile</source>
            <translation>按单位配置</translation>
        </message>
        <message>
            <source>by the parameter</source>
            <translation>按参数</translation>
        </message>
        <message>
            <source>by the parameters in the layer's own system ({parameters})</source>
            <translation>按图层坐标系自带的参数（{parameters}）</translation>
        </message>
        <message>
            <source>by your choice</source>
            <translation>由您指定</translation>
        </message>
        <message>
            <source>candidates are not told apart by the PBF reserve zone.</source>
            <translation>不区分恢复潜力地块是否在永久基本农田储备区内。</translation>
        </message>
        <message>
            <source>candidates are not told apart by the supplementary-farmland reserve zone.</source>
            <translation>不区分恢复潜力地块是否在补充耕地储备区内。</translation>
        </message>
        <message>
            <source>candidates inside the ecological red line are not excluded.</source>
            <translation>不排除生态保护红线内的恢复潜力地块。</translation>
        </message>
        <message>
            <source>candidates that were cultivated in the second survey are not found.</source>
            <translation>不查找二调为耕地的恢复潜力地块。</translation>
        </message>
        <message>
            <source>cannot be read ({error}). Check the path.</source>
            <translation>无法读取（{error}）。请检查路径。</translation>
        </message>
        <message>
            <source>capacity</source>
            <translation>产能</translation>
        </message>
        <message>
            <source>causes of changes</source>
            <translation>变化去向</translation>
        </message>
        <message>
            <source>cells</source>
            <translation>单元格</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>变化</translation>
        </message>
        <message>
            <source>chart; the table has the figures</source>
            <translation>图表，数据见表格</translation>
        </message>
        <message>
            <source>code of a unit, six digits or more</source>
            <translation>行政区代码，六位或以上</translation>
        </message>
        <message>
            <source>code of the land class (DLBM)</source>
            <translation>地类编码（DLBM）</translation>
        </message>
        <message>
            <source>code or name of a county</source>
            <translation>县级行政区代码或名称</translation>
        </message>
        <message>
            <source>column {column}, row {row} ({count} in all): </source>
            <translation>字段 {column} 第 {row} 行（共 {count} 处）：</translation>
        </message>
        <message>
            <source>columns that the table does not have were not read: {columns}.</source>
            <translation>未读取表外的列：{columns}。</translation>
        </message>
        <message>
            <source>count</source>
            <translation>个</translation>
        </message>
        <message>
            <source>counties</source>
            <translation>县</translation>
        </message>
        <message>
            <source>cultivated land (mu)</source>
            <translation>耕地（亩）</translation>
        </message>
        <message>
            <source>cultivated land lost (net) {area} mu</source>
            <translation>减少耕地净面积 {area} 亩</translation>
        </message>
        <message>
            <source>cultivated land target</source>
            <translation>耕地保护目标</translation>
        </message>
        <message>
            <source>cultivated now: {area}</source>
            <translation>其中现状耕地 {area}</translation>
        </message>
        <message>
            <source>date; a month alone is its first day</source>
            <translation>日期；只写年月的为当月第一天</translation>
        </message>
        <message>
            <source>date; a month alone is its last day, 长期 is no end</source>
            <translation>日期；只写年月的为当月最后一天，“长期”为无截止日期</translation>
        </message>
        <message>
            <source>days in which an answer is asked for</source>
            <translation>要求反馈的天数</translation>
        </message>
        <message>
            <source>deferred or not</source>
            <translation>暂缓与否</translation>
        </message>
        <message>
            <source>delimited {actual}, target {target}</source>
            <translation>划定 {actual}，目标 {target}</translation>
        </message>
        <message>
            <source>elements</source>
            <translation>元素</translation>
        </message>
        <message>
            <source>elements inside each other</source>
            <translation>层嵌套元素</translation>
        </message>
        <message>
            <source>farmland_redline.gpkg as made by “Run everything”.</source>
            <translation>“一键处理”生成的 farmland_redline.gpkg。</translation>
        </message>
        <message>
            <source>files inside</source>
            <translation>内含文件</translation>
        </message>
        <message>
            <source>findings on the use of cultivated land</source>
            <translation>耕地利用发现</translation>
        </message>
        <message>
            <source>first half of {year}</source>
            <translation>{year}年上半年</translation>
        </message>
        <message>
            <source>flags</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>format is {value}, this version reads {known}. Update the plugin or the file.</source>
            <translation>format 为 {value}，本版本只能读取 {known}。请更新插件或文件。</translation>
        </message>
        <message>
            <source>gap</source>
            <translation>缺口</translation>
        </message>
        <message>
            <source>general warning</source>
            <translation>一般警示</translation>
        </message>
        <message>
            <source>gone</source>
            <translation>消失</translation>
        </message>
        <message>
            <source>ha</source>
            <translation>公顷</translation>
        </message>
        <message>
            <source>headings of the annexes</source>
            <translation>附件表头</translation>
        </message>
        <message>
            <source>hectares</source>
            <translation>公顷</translation>
        </message>
        <message>
            <source>held {actual}, target {target}</source>
            <translation>现状 {actual}，目标 {target}</translation>
        </message>
        <message>
            <source>hole</source>
            <translation>内环</translation>
        </message>
        <message>
            <source>in a drawing, a chart, a formula, a field of Word or a property ({part})</source>
            <translation>图形、图表、公式、Word 域或文件属性中（{part}）</translation>
        </message>
        <message>
            <source>in text that is marked as deleted</source>
            <translation>修订标记为删除的文字中</translation>
        </message>
        <message>
            <source>in the address of a link</source>
            <translation>链接地址中</translation>
        </message>
        <message>
            <source>it does not exist</source>
            <translation>不存在</translation>
        </message>
        <message>
            <source>it has coordinates that are no numbers</source>
            <translation>含有不是数字的坐标</translation>
        </message>
        <message>
            <source>it has no sheets</source>
            <translation>其中没有工作表</translation>
        </message>
        <message>
            <source>it is a folder</source>
            <translation>它是文件夹</translation>
        </message>
        <message>
            <source>it is a view or a virtual table</source>
            <translation>是视图或虚拟表</translation>
        </message>
        <message>
            <source>it is no GeoPackage, or damaged</source>
            <translation>不是 GeoPackage，或已损坏</translation>
        </message>
        <message>
            <source>it is read-only</source>
            <translation>只读</translation>
        </message>
        <message>
            <source>it lacks {columns}.</source>
            <translation>缺少字段 {columns}。</translation>
        </message>
        <message>
            <source>it looks like GBK</source>
            <translation>似为 GBK 编码</translation>
        </message>
        <message>
            <source>it looks like UTF-16</source>
            <translation>似为 UTF-16 编码</translation>
        </message>
        <message>
            <source>it releases {amount} of {what} of {unit} more than was frozen. Correct it.</source>
            <translation>解冻的{unit}{what}比冻结的多{amount}。请更正。</translation>
        </message>
        <message>
            <source>its column</source>
            <translation>该目标字段</translation>
        </message>
        <message>
            <source>key warning</source>
            <translation>重点警示</translation>
        </message>
        <message>
            <source>kg</source>
            <translation>公斤</translation>
        </message>
        <message>
            <source>kinds of conflict</source>
            <translation>占用冲突种类</translation>
        </message>
        <message>
            <source>kinds of loss</source>
            <translation>流失种类</translation>
        </message>
        <message>
            <source>km</source>
            <translation>公里</translation>
        </message>
        <message>
            <source>km²</source>
            <translation>平方千米</translation>
        </message>
        <message>
            <source>land class, such as 0101</source>
            <translation>地类编码，如 0101</translation>
        </message>
        <message>
            <source>landscape</source>
            <translation>横向</translation>
        </message>
        <message>
            <source>layer “{layer}” stands under {role} already. Remove one.</source>
            <translation>图层“{layer}”已列在 {role} 下。请删除一个。</translation>
        </message>
        <message>
            <source>less by under {number}</source>
            <translation>少不足{number}</translation>
        </message>
        <message>
            <source>less than {number}</source>
            <translation>不足{number}</translation>
        </message>
        <message>
            <source>line {line} should be a number</source>
            <translation>第 {line} 行应为数字</translation>
        </message>
        <message>
            <source>line {line}: `&amp;` and `*` let one value stand for others. Write each value out to edit them.</source>
            <translation>第 {line} 行：用 `&amp;`、`*` 让一个值代替其他值。请逐一写出后再编辑。</translation>
        </message>
        <message>
            <source>line {line}: not YAML ({problem}). Check quotes, brackets, commas and indentation there and above.</source>
            <translation>第 {line} 行：不是 YAML（{problem}）。请检查该处及其上方的引号、括号、逗号和缩进。</translation>
        </message>
        <message>
            <source>lines of land classes</source>
            <translation>地类行</translation>
        </message>
        <message>
            <source>lines of the self-check</source>
            <translation>考核自查项目</translation>
        </message>
        <message>
            <source>location unit code (ZLDWDM)</source>
            <translation>坐落单位代码（ZLDWDM）</translation>
        </message>
        <message>
            <source>m</source>
            <translation>米</translation>
        </message>
        <message>
            <source>merged cells</source>
            <translation>合并单元格</translation>
        </message>
        <message>
            <source>month {number} of {year}</source>
            <translation>{year}年{number}月</translation>
        </message>
        <message>
            <source>more by under {number}</source>
            <translation>多不足{number}</translation>
        </message>
        <message>
            <source>mu</source>
            <translation>亩</translation>
        </message>
        <message>
            <source>m²</source>
            <translation>平方米</translation>
        </message>
        <message>
            <source>m³</source>
            <translation>立方米</translation>
        </message>
        <message>
            <source>needed {need:,.4f} mu, of it paddy {paddy:,.4f}, grade {grade}; chosen {area:,.4f} mu in {count} pieces, paddy {wet:,.4f}, grade {mean}; still missing {short:,.4f} mu</source>
            <translation>需 {need:,.4f} 亩，其中水田 {paddy:,.4f}，等别 {grade}；选中 {count} 块 {area:,.4f} 亩，水田 {wet:,.4f}，等别 {mean}；尚缺 {short:,.4f} 亩</translation>
        </message>
        <message>
            <source>neither `classes` nor `when`: every piece would be a candidate. Add one.</source>
            <translation>`classes` 和 `when` 都未填，所有碎块都会成为潜力地块。请填写其一。</translation>
        </message>
        <message>
            <source>nested holes</source>
            <translation>孔洞嵌套</translation>
        </message>
        <message>
            <source>nested too deeply</source>
            <translation>嵌套过深</translation>
        </message>
        <message>
            <source>net area on record in m² (TBDLMJ)</source>
            <translation>图斑地类面积（TBDLMJ，平方米）</translation>
        </message>
        <message>
            <source>new</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>no answer</source>
            <translation>没有应答</translation>
        </message>
        <message>
            <source>no answer for {seconds} seconds</source>
            <translation>{seconds} 秒内没有应答</translation>
        </message>
        <message>
            <source>no code</source>
            <translation>无代码</translation>
        </message>
        <message>
            <source>no conflicts are looked for, and no areas of permanent basic farmland are told.</source>
            <translation>不判读占用冲突，也不统计永久基本农田面积。</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>无数据</translation>
        </message>
        <message>
            <source>no earlier survey with areas and unit codes was given</source>
            <translation>未给出带面积和坐落代码的前一次调查</translation>
        </message>
        <message>
            <source>no layer of a reserve was given</source>
            <translation>没有给出储备区图层</translation>
        </message>
        <message>
            <source>no layer of monitoring patches was given</source>
            <translation>未给出监测图斑图层</translation>
        </message>
        <message>
            <source>no layer of supplemented land or of farmland projects was given</source>
            <translation>未提供补充耕地或高标准农田等项目图层</translation>
        </message>
        <message>
            <source>no lock can be made</source>
            <translation>无法建立锁定文件</translation>
        </message>
        <message>
            <source>no quota ledger was given</source>
            <translation>未提供指标台账</translation>
        </message>
        <message>
            <source>no restoration candidate was found</source>
            <translation>没有恢复潜力地块</translation>
        </message>
        <message>
            <source>no slope layer was given, so that no land in valleys is known</source>
            <translation>未提供坡度图层，无法判断山下可换入的地块</translation>
        </message>
        <message>
            <source>no table of cases was given, patches make none, and earlier results have none</source>
            <translation>未给出案件表，没有监测图斑产生的案件，原成果中也没有案件表</translation>
        </message>
        <message>
            <source>no table of compensation rates was given</source>
            <translation>未提供补偿标准表</translation>
        </message>
        <message>
            <source>no tables: it must consist of tables such as `{example}:`.</source>
            <translation>内容不成表：应由 `{example}:` 等表组成。</translation>
        </message>
        <message>
            <source>no text in a known encoding</source>
            <translation>不是已知编码的文本</translation>
        </message>
        <message>
            <source>no unit of area, or several. Write one in brackets behind the heading: {heading}（亩）.</source>
            <translation>没有面积单位或有多个单位。请在表头后用括号注明一个：{heading}（亩）。</translation>
        </message>
        <message>
            <source>no unit of area. Write 单位：万亩 above the header.</source>
            <translation>没有面积单位。请在表头上方写明“单位：万亩”。</translation>
        </message>
        <message>
            <source>nobody can tell what was lost since last year, nor the baseline where PBF records none.</source>
            <translation>无法得知上年以来的耕地流失，永久基本农田未记录地类处也没有对照基准。</translation>
        </message>
        <message>
            <source>none of `origin`, `classes` and `when` says what is bounded. Add one.</source>
            <translation>`origin`、`classes`、`when` 均未说明限定的对象，请补充其一。</translation>
        </message>
        <message>
            <source>not UTF-8 ({guess}). Save the file with the encoding UTF-8.</source>
            <translation>不是 UTF-8 编码（{guess}）。请另存为 UTF-8。</translation>
        </message>
        <message>
            <source>not YAML ({problem}).</source>
            <translation>不是 YAML（{problem}）。</translation>
        </message>
        <message>
            <source>not permitted</source>
            <translation>操作不被允许</translation>
        </message>
        <message>
            <source>not saved yet</source>
            <translation>尚未保存</translation>
        </message>
        <message>
            <source>nothing can be run without the survey's parcels.</source>
            <translation>没有地类图斑不能运行。</translation>
        </message>
        <message>
            <source>nothing is given for {unit}: its target is taken as not known, not from the policy.</source>
            <translation>未填写{unit}的数：该项目标按未知处理，不采用政策文件的数。</translation>
        </message>
        <message>
            <source>nothing is given, and it is needed.</source>
            <translation>未填写，此项必填。</translation>
        </message>
        <message>
            <source>number</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>number of cases</source>
            <translation>宗数</translation>
        </message>
        <message>
            <source>of Word's older format (.doc), or protected by a password</source>
            <translation>旧版 Word 格式（.doc）或加密的文档</translation>
        </message>
        <message>
            <source>of a virtual file that names others without end</source>
            <translation>虚拟文件层层引用</translation>
        </message>
        <message>
            <source>of which PBF</source>
            <translation>其中永久基本农田</translation>
        </message>
        <message>
            <source>of which construction</source>
            <translation>其中非农建设</translation>
        </message>
        <message>
            <source>of which not known whether construction</source>
            <translation>其中是否非农建设不明</translation>
        </message>
        <message>
            <source>of which paddy</source>
            <translation>其中水田</translation>
        </message>
        <message>
            <source>one of: {words}</source>
            <translation>填其中之一：{words}</translation>
        </message>
        <message>
            <source>only a correction may be below 0. Choose the kind that says what it does.</source>
            <translation>只有更正可以为负数。请选择相应的类型。</translation>
        </message>
        <message>
            <source>only the first {rows} rows and {columns} columns are read. Delete what stands behind them.</source>
            <translation>只读取前 {rows} 行和前 {columns} 列。请删除其后的内容。</translation>
        </message>
        <message>
            <source>optional_columns: not a list of column names.</source>
            <translation>optional_columns 不是字段名列表。</translation>
        </message>
        <message>
            <source>origins</source>
            <translation>划定时情况</translation>
        </message>
        <message>
            <source>other</source>
            <translation>其他潜力</translation>
        </message>
        <message>
            <source>other sheets that have this table were not read: {sheets}.</source>
            <translation>另有工作表含有该表但未读取：{sheets}。</translation>
        </message>
        <message>
            <source>outline</source>
            <translation>外环</translation>
        </message>
        <message>
            <source>over {lower:g} to {upper:g}</source>
            <translation>{lower:g}–{upper:g}（不含下限）</translation>
        </message>
        <message>
            <source>paddy</source>
            <translation>水田</translation>
        </message>
        <message>
            <source>paddy is part of the quantity, and is more than it. Correct one of them.</source>
            <translation>水田包含在数量中，却大于数量。请更正其一。</translation>
        </message>
        <message>
            <source>pairs of rings that meet</source>
            <translation>相交的环对</translation>
        </message>
        <message>
            <source>parcels</source>
            <translation>图斑</translation>
        </message>
        <message>
            <source>parts inside each other</source>
            <translation>部件嵌套</translation>
        </message>
        <message>
            <source>permanent basic farmland target</source>
            <translation>永久基本农田保护目标</translation>
        </message>
        <message>
            <source>places in the order of use</source>
            <translation>利用次序</translation>
        </message>
        <message>
            <source>points</source>
            <translation>个点</translation>
        </message>
        <message>
            <source>points in the blocks that it inserts</source>
            <translation>图块展开后的点</translation>
        </message>
        <message>
            <source>portrait</source>
            <translation>纵向</translation>
        </message>
        <message>
            <source>quantity</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>quarter {number} of {year}</source>
            <translation>{year}年第{number}季度</translation>
        </message>
        <message>
            <source>quota is bought although the county has what the project needs (measure 22).</source>
            <translation>本县指标足够，仍调入（举措22）。</translation>
        </message>
        <message>
            <source>quota is sold although the county misses its target (measure 22).</source>
            <translation>本县未完成耕地保有量等目标，仍调出（举措22）。</translation>
        </message>
        <message>
            <source>quota is sold, and it is not known what the county needs itself. Enter its known need.</source>
            <translation>调出指标，但本县需求不明。请填写已知需求。</translation>
        </message>
        <message>
            <source>quota is sold, and it is not known whether the county meets its target. Give the summary of a run.</source>
            <translation>调出指标，但本县是否完成目标不明。请给出运行的汇总表。</translation>
        </message>
        <message>
            <source>reasons</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>registered there as permanent basic farmland (net) {area} mu</source>
            <translation>其中登记的永久基本农田净面积 {area} 亩</translation>
        </message>
        <message>
            <source>repeated rings</source>
            <translation>环重复</translation>
        </message>
        <message>
            <source>rings</source>
            <translation>环</translation>
        </message>
        <message>
            <source>rounding</source>
            <translation>四舍五入</translation>
        </message>
        <message>
            <source>rows {rows} are the same by {columns}: {value}. Correct one, or delete it.</source>
            <translation>第 {rows} 行的{columns}相同：{value}。请更正或删除其一。</translation>
        </message>
        <message>
            <source>running number of the first letter</source>
            <translation>第一份函件的序号</translation>
        </message>
        <message>
            <source>second half of {year}</source>
            <translation>{year}年下半年</translation>
        </message>
        <message>
            <source>second-survey target</source>
            <translation>二调确定耕地保护目标</translation>
        </message>
        <message>
            <source>self-intersection</source>
            <translation>自相交</translation>
        </message>
        <message>
            <source>several units of area ({units}). Which is meant? State one in the header of each column.</source>
            <translation>写有多个面积单位（{units}），指的是哪一个？请在各列表头中注明一个单位。</translation>
        </message>
        <message>
            <source>severities</source>
            <translation>严重程度</translation>
        </message>
        <message>
            <source>share of field ridges (KCXS); none is taken off without it</source>
            <translation>田坎系数（KCXS）；未给时不扣除</translation>
        </message>
        <message>
            <source>share: 0.12 or 12 %</source>
            <translation>比例：0.12 或 12%</translation>
        </message>
        <message>
            <source>sheets</source>
            <translation>工作表</translation>
        </message>
        <message>
            <source>sources of candidates</source>
            <translation>潜力来源</translation>
        </message>
        <message>
            <source>states of reserves</source>
            <translation>储备区状态</translation>
        </message>
        <message>
            <source>statuses of outflow</source>
            <translation>流出认定</translation>
        </message>
        <message>
            <source>summary.xlsx for those who decide, technical.xlsx with what explains how the figures were made, and report.html. A list of more than 10,000 rows keeps its first rows there and goes to the folder csv as a whole. Without them the layers and sums of a large city are there sooner, and “Summarise by unit” makes the workbook of them later.</source>
            <translation>summary.xlsx 供领导审阅，technical.xlsx 说明数据如何得出，另有网页 report.html。超过 10,000 行的清单在工作簿中只列前面各行，全部行写入 csv 文件夹。不生成时，大城市的图层和汇总更快得到，之后可用“按行政区汇总”生成工作簿。</translation>
        </message>
        <message>
            <source>surpluses of counties are taken off in the city row only</source>
            <translation>县级结余仅在市级数中抵扣</translation>
        </message>
        <message>
            <source>table class_groups: the group {name} is missing. Add it.</source>
            <translation>表 class_groups：缺少地类组 {name}。请补充。</translation>
        </message>
        <message>
            <source>table policy: missing. Write id, title, year, reference_date and source.</source>
            <translation>缺少表 policy。请写明 id、title、year、reference_date 和 source。</translation>
        </message>
        <message>
            <source>table ridge_coefficients: no row for grade {grade} and terrace {terrace}. Add one.</source>
            <translation>表 ridge_coefficients：缺少坡度级别 {grade}、耕地类型 {terrace} 的系数。请补充。</translation>
        </message>
        <message>
            <source>table ridge_defaults: {key} is {value}. Use one of: {choices}.</source>
            <translation>表 ridge_defaults：{key} 为 {value}。可用：{choices}。</translation>
        </message>
        <message>
            <source>table units: no unit. Add a city and its counties.</source>
            <translation>表 units 中没有行政区。请添加市及其所辖县（市、区）。</translation>
        </message>
        <message>
            <source>table {table}, row {row}, line {line}: </source>
            <translation>表 {table}，第 {row} 条，第 {line} 行：</translation>
        </message>
        <message>
            <source>table {table}, row {row}: {value} is no row. Write {{key: value, ...}}.</source>
            <translation>表 {table}，第 {row} 条：{value} 不是一条记录。请写成 {{键: 值, ...}}。</translation>
        </message>
        <message>
            <source>table {table}: missing. Copy it from the default policy.</source>
            <translation>缺少表 {table}。请从默认政策文件中复制。</translation>
        </message>
        <message>
            <source>table {table}: not a list of rows. Begin every row with `- {{`.</source>
            <translation>表 {table} 不是记录列表。每条记录请以 `- {{` 开头。</translation>
        </message>
        <message>
            <source>task of {year}</source>
            <translation>{year}年度恢复任务</translation>
        </message>
        <message>
            <source>text</source>
            <translation>文本</translation>
        </message>
        <message>
            <source>that person's telephone number</source>
            <translation>联系电话</translation>
        </message>
        <message>
            <source>the cell holds {value} and shows another number by its format “{form}”. Give it the format “General”, and write the number as it is meant.</source>
            <translation>单元格的值为 {value}，而按其数字格式“{form}”显示为另一个数。请将格式设为“常规”，并写明所指的数。</translation>
        </message>
        <message>
            <source>the column {value} is not recognised. Targets that it may give are taken as not known, not from the policy.</source>
            <translation>无法识别列“{value}”。它可能给出的目标按未知处理，不采用政策文件的数。</translation>
        </message>
        <message>
            <source>the connection to the database is broken</source>
            <translation>数据库连接已中断</translation>
        </message>
        <message>
            <source>the county's freezes follow from the cases. Delete this entry, or run without the table of cases.</source>
            <translation>该县的冻结由案件得出。请删除该笔，或不给案件表。</translation>
        </message>
        <message>
            <source>the database no longer answers, or somebody has locked the table</source>
            <translation>数据库不再应答，或数据表被他人锁定</translation>
        </message>
        <message>
            <source>the disk is full</source>
            <translation>磁盘已满</translation>
        </message>
        <message>
            <source>the disk reports an error</source>
            <translation>磁盘读写出错</translation>
        </message>
        <message>
            <source>the document number: braces for the year of the date and the running number</source>
            <translation>发文字号，花括号处为成文年份和序号</translation>
        </message>
        <message>
            <source>the earlier survey is not the base since which stable land counts (“Earlier survey is”)</source>
            <translation>前一次调查不是稳定耕地的基期（“前一次调查为”）</translation>
        </message>
        <message>
            <source>the file is empty. Choose another file.</source>
            <translation>文件为空。请选择其他文件。</translation>
        </message>
        <message>
            <source>the inside is in several parts</source>
            <translation>内部不连通</translation>
        </message>
        <message>
            <source>the key `{key}` stands twice. Remove one.</source>
            <translation>键 `{key}` 重复。请删除一个。</translation>
        </message>
        <message>
            <source>the letter's day</source>
            <translation>成文日期</translation>
        </message>
        <message>
            <source>the name is too long</source>
            <translation>名称过长</translation>
        </message>
        <message>
            <source>the office's name above the letter</source>
            <translation>发文机关标志</translation>
        </message>
        <message>
            <source>the opening balance is not the first entry of its county. Enter later ones as corrections.</source>
            <translation>期初不是该县的第一笔。其后的请记为更正。</translation>
        </message>
        <message>
            <source>the policy has no restoration task of {years}</source>
            <translation>政策文件没有{years}年度的恢复任务</translation>
        </message>
        <message>
            <source>the policy has no table of causes (change_causes)</source>
            <translation>政策文件没有去向表（change_causes）</translation>
        </message>
        <message>
            <source>the policy has no unit {value}. Correct the name or add a column 行政区代码.</source>
            <translation>政策文件中没有行政区 {value}。请更正名称或增加“行政区代码”列。</translation>
        </message>
        <message>
            <source>the policy's regime is the net increase, which is not traded (option quota_regime).</source>
            <translation>政策文件的管理方式为净增加量，不交易指标（选项 quota_regime）。</translation>
        </message>
        <message>
            <source>the price is over the limit (measure 22).</source>
            <translation>单价超过限价（举措22）。</translation>
        </message>
        <message>
            <source>the row has {count} values, and there are {headings} headings: {remedy}</source>
            <translation>该行有 {count} 个值，而表头只有 {headings} 个：{remedy}</translation>
        </message>
        <message>
            <source>the signature</source>
            <translation>发文机关署名</translation>
        </message>
        <message>
            <source>the table keeps another value</source>
            <translation>表中保存的是另一个值</translation>
        </message>
        <message>
            <source>the table {table} stands twice. Remove one.</source>
            <translation>表 {table} 重复。请删除一个。</translation>
        </message>
        <message>
            <source>the total {value} is not the sum of its counties, {sum} (10,000 mu).</source>
            <translation>合计数 {value} 万亩不等于各县之和 {sum} 万亩。</translation>
        </message>
        <message>
            <source>there are no blocks of candidates</source>
            <translation>没有恢复潜力地块片块</translation>
        </message>
        <message>
            <source>there is a separator inside a value of this row. Put that value between quotation marks, write numbers without separators, or save the file as .xlsx.</source>
            <translation>本行某个值内含有分隔符。请给该值加引号，数字不要写千位分隔符，或将文件另存为 .xlsx。</translation>
        </message>
        <message>
            <source>there is no column {columns}. Its headings stand in one row; compare with the template that “Write templates of tables” makes.</source>
            <translation>缺少列：{columns}。表头应在同一行，请对照“生成填报模板”生成的模板。</translation>
        </message>
        <message>
            <source>tiers</source>
            <translation>恢复难度</translation>
        </message>
        <message>
            <source>too few vertices</source>
            <translation>节点过少</translation>
        </message>
        <message>
            <source>total</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>township</source>
            <translation>乡镇</translation>
        </message>
        <message>
            <source>unexplained</source>
            <translation>原因不明</translation>
        </message>
        <message>
            <source>unit unknown</source>
            <translation>行政区不明</translation>
        </message>
        <message>
            <source>units have codes without names, and maps outline what the parcels cover.</source>
            <translation>行政区只有代码没有名称，地图以图斑范围为界。</translation>
        </message>
        <message>
            <source>unknown format</source>
            <translation>格式无法识别</translation>
        </message>
        <message>
            <source>unknown key `{key}`. Use only: {known}.</source>
            <translation>未知的键 `{key}`。只能用：{known}。</translation>
        </message>
        <message>
            <source>unknown reason</source>
            <translation>原因不明</translation>
        </message>
        <message>
            <source>unknown table {table}. Use only: {known}.</source>
            <translation>未知的表 {table}。只能用：{known}。</translation>
        </message>
        <message>
            <source>values</source>
            <translation>值</translation>
        </message>
        <message>
            <source>values of another workbook or program</source>
            <translation>其他工作簿或程序中的值</translation>
        </message>
        <message>
            <source>village</source>
            <translation>村</translation>
        </message>
        <message>
            <source>week {number} of {year}</source>
            <translation>{year}年第{number}周</translation>
        </message>
        <message>
            <source>went out {out:,.2f} m², came in {into:,.2f} m².</source>
            <translation>实际转出 {out:,.2f} 平方米，转进 {into:,.2f} 平方米。</translation>
        </message>
        <message>
            <source>what a project site needs</source>
            <translation>选址须办事项</translation>
        </message>
        <message>
            <source>what earns no compensation</source>
            <translation>不予补偿的情形</translation>
        </message>
        <message>
            <source>what happened is not known.</source>
            <translation>实际情况无从知道。</translation>
        </message>
        <message>
            <source>what is approved stands among the conflicts too.</source>
            <translation>已批准的用地也列在占用冲突中。</translation>
        </message>
        <message>
            <source>what is no supplement</source>
            <translation>不得补划的情形</translation>
        </message>
        <message>
            <source>what is planted</source>
            <translation>种植情况</translation>
        </message>
        <message>
            <source>who decides</source>
            <translation>主管部门</translation>
        </message>
        <message>
            <source>who makes outflow good</source>
            <translation>流出补充责任</translation>
        </message>
        <message>
            <source>whole number</source>
            <translation>整数</translation>
        </message>
        <message>
            <source>with works</source>
            <translation>工程恢复</translation>
        </message>
        <message>
            <source>year of four digits</source>
            <translation>四位数年份</translation>
        </message>
        <message>
            <source>year {years}</source>
            <translation>{years}年度</translation>
        </message>
        <message>
            <source>year {year}</source>
            <translation>{year}年</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>yes or no</source>
            <translation>是或否</translation>
        </message>
        <message>
            <source>your share of the disk is full</source>
            <translation>磁盘配额已满</translation>
        </message>
        <message>
            <source>yuan</source>
            <translation>元</translation>
        </message>
        <message>
            <source>{actual} of {target}</source>
            <translation>现状 {actual}，目标 {target}</translation>
        </message>
        <message>
            <source>{answers} answers: {decisions} decisions written, {photos} photos copied.</source>
            <translation>回传记录 {answers} 条：写入核查决定 {decisions} 条，复制照片 {photos} 张。</translation>
        </message>
        <message>
            <source>{area:,.2f} m² of cultivated land are in parcels that name no village (ZLDWDM); the statement has them under the smallest unit that they name.</source>
            <translation>有 {area:,.2f} 平方米耕地所在图斑未注明村（ZLDWDM），补偿明细中列在其所注明的最小单位下。</translation>
        </message>
        <message>
            <source>{area:.2f} mu of {parent} are in parcels that name no {level}: they get no share.</source>
            <translation>{parent} 有耕地 {area:.2f} 亩的图斑不能确定所在{level}，不分得份额。</translation>
        </message>
        <message>
            <source>{area_m2} m² of cultivated land of the earlier survey in this county lie outside the later one.</source>
            <translation>该县前一次调查有 {area_m2} 平方米耕地在后一次调查范围以外。</translation>
        </message>
        <message>
            <source>{area_m2} m² of the patch lie where the earlier survey has no parcel; what was there is not known.</source>
            <translation>该监测图斑有 {area_m2} 平方米处前一次调查没有图斑，不清楚原为何地。</translation>
        </message>
        <message>
            <source>{area_m2} m² of the patch lie where the survey has no parcel; verdict and areas are of the rest.</source>
            <translation>该监测图斑有 {area_m2} 平方米处调查没有图斑；初判和面积只对其余部分。</translation>
        </message>
        <message>
            <source>{area} (10,000 mu)</source>
            <translation>{area}（万亩）</translation>
        </message>
        <message>
            <source>{area} and {count} unknown</source>
            <translation>{area}，另有 {count} 件面积不详</translation>
        </message>
        <message>
            <source>{area} more: {level}</source>
            <translation>距{level}还差 {area}</translation>
        </message>
        <message>
            <source>{area} mu</source>
            <translation>{area} 亩</translation>
        </message>
        <message>
            <source>{area} mu of it have no rate.</source>
            <translation>其中 {area} 亩没有补偿标准。</translation>
        </message>
        <message>
            <source>{area} mu, {count} parcels</source>
            <translation>{area} 亩，{count} 个图斑</translation>
        </message>
        <message>
            <source>{area} {unit}</source>
            <translation>{area} {unit}</translation>
        </message>
        <message>
            <source>{area} × 10,000 mu</source>
            <translation>{area} 万亩</translation>
        </message>
        <message>
            <source>{came} of {count} features came</source>
            <translation>共 {count} 个要素，只读到 {came} 个</translation>
        </message>
        <message>
            <source>{cases} cases and {events} events are of days after {date} and do not count.</source>
            <translation>有 {cases} 个案件、{events} 项事项的日期晚于 {date}，未计入。</translation>
        </message>
        <message>
            <source>{column}
({unit})</source>
            <translation>{column}
（{unit}）</translation>
        </message>
        <message>
            <source>{column} is “{value}” ({count} times: {features}), which is not {needs}: it is unknown to the rules, not “no”.</source>
            <translation>{column} 为“{value}”（{count} 处：{features}），不是{needs}：规则按“不明”处理，而不是“否”。</translation>
        </message>
        <message>
            <source>{conflicts} conflicts, {candidates} candidates.</source>
            <translation>占用冲突 {conflicts} 块，恢复潜力 {candidates} 块。</translation>
        </message>
        <message>
            <source>{county}: done already ({number} of {count}).</source>
            <translation>{county}：此前已完成（{number}／{count}）。</translation>
        </message>
        <message>
            <source>{county}: it could not be run then; its warnings are assessed anew.</source>
            <translation>{county}：上期未能运行，警示重新认定。</translation>
        </message>
        <message>
            <source>{county}: its earlier results have no warnings to carry on.</source>
            <translation>{county}：上期成果没有可沿用的警示。</translation>
        </message>
        <message>
            <source>{county}: its files or results have changed since it was run; it is run again.</source>
            <translation>{county}：运行之后其数据或成果有改动，重新运行。</translation>
        </message>
        <message>
            <source>{county}: its results may take {needed} MB, and {free} MB are free on the disk of “{folder}”. The counties before it are done. Make room and run again: it goes on with this one.</source>
            <translation>{county}：成果约需 {needed} MB，“{folder}”所在磁盘剩余 {free} MB。前面各县已完成。请腾出空间后重新运行，将从本县继续。</translation>
        </message>
        <message>
            <source>{county}: the earlier results have no county of this name, and its earlier warnings would be lost. They have: {names}. Name it as then, in a list of counties.</source>
            <translation>{county}：上期成果中没有同名的县，沿用不了其警示。其中有：{names}。请在县名单中按上期的名称命名。</translation>
        </message>
        <message>
            <source>{county}: the earlier results of this name are of {earlier}, and its parcels lie in {codes}. Name it as then, in a list of counties.</source>
            <translation>{county}：同名的上期成果属于 {earlier}，本次图斑在 {codes}。请在县名单中按上期的名称命名。</translation>
        </message>
        <message>
            <source>{county}: {reason}</source>
            <translation>{county}：{reason}</translation>
        </message>
        <message>
            <source>{county}: “{file}” with its earlier results does not exist.</source>
            <translation>{county}：上期成果“{file}”不存在。</translation>
        </message>
        <message>
            <source>{count} answers are of findings that these results do not have; they are noted, and decide nothing.</source>
            <translation>{count} 条记录的图斑在本成果中不存在，已记录但不作为核查决定。</translation>
        </message>
        <message>
            <source>{count} answers have a verdict that is none (for example “{verdict}”); they decide nothing.</source>
            <translation>{count} 条记录的结论不是可选结论（如“{verdict}”），不作为决定。</translation>
        </message>
        <message>
            <source>{count} decided findings are not among the results any more (first: {finding}); they are kept.</source>
            <translation>{count} 个已决定的图斑不再出现在结果中（首个：{finding}）；决定仍保留。</translation>
        </message>
        <message>
            <source>{count} decided findings have another shape now (first: {finding}): their decisions are kept, but not used. Look at them again in the panel “Review of findings”.</source>
            <translation>{count} 个已决定的图斑图形已有变化（首个：{finding}）：决定保留但不计入，请在“逐块核查”面板中重新核查。</translation>
        </message>
        <message>
            <source>{count} decisions have a verdict that this version does not know (for example “{verdict}”): they are kept, but not used. Decide on these findings again.</source>
            <translation>{count} 条核查决定的结论本版本无法识别（如“{verdict}”）：予以保留，但不采用。请对这些地块重新作出决定。</translation>
        </message>
        <message>
            <source>{count} decisions written.</source>
            <translation>已写入 {count} 个决定。</translation>
        </message>
        <message>
            <source>{count} differences.</source>
            <translation>共 {count} 处差异。</translation>
        </message>
        <message>
            <source>{count} example rows of the template are no data.</source>
            <translation>模板中的 {count} 行示例不计入数据。</translation>
        </message>
        <message>
            <source>{count} illegal cases do not say whether they are non-agricultural construction, and freeze nothing: {cases}.</source>
            <translation>{count} 个违法案件未填是否非农建设，没有冻结：{cases}。</translation>
        </message>
        <message>
            <source>{count} illegal cases of construction do not say how much of them is paddy, and freeze none: {cases}.</source>
            <translation>{count} 个违法非农建设案件未填其中水田，没有冻结水田：{cases}。</translation>
        </message>
        <message>
            <source>{count} layers</source>
            <translation>{count} 个图层</translation>
        </message>
        <message>
            <source>{count} layers that hid “{name}” are no longer ticked.</source>
            <translation>遮挡“{name}”的 {count} 个图层已取消勾选。</translation>
        </message>
        <message>
            <source>{count} layers were not added, since it is not known what they are: {names}.</source>
            <translation>有 {count} 个图层无法识别，未加入工程：{names}。</translation>
        </message>
        <message>
            <source>{count} letters in {folder}</source>
            <translation>已生成 {count} 份函件：{folder}</translation>
        </message>
        <message>
            <source>{count} lines of the drawing are not closed, and were not read.</source>
            <translation>图纸中有 {count} 条线未闭合，未读取。</translation>
        </message>
        <message>
            <source>{count} maps in {folder}</source>
            <translation>已在 {folder} 生成 {count} 幅地图</translation>
        </message>
        <message>
            <source>{count} mistakes keep it from being used.</source>
            <translation>有 {count} 处错误，改正后才能使用。</translation>
        </message>
        <message>
            <source>{count} more findings on which people differ; the table lists all.</source>
            <translation>另有 {count} 个图斑意见不一致，详见清单。</translation>
        </message>
        <message>
            <source>{count} more photos were not taken.</source>
            <translation>另有 {count} 张照片未采用。</translation>
        </message>
        <message>
            <source>{count} of {all} parcels lie in units that the policy does not name ({units}). They stand apart.</source>
            <translation>{all} 个图斑中 {count} 个位于政策文件未列的行政区（{units}），单独列出。</translation>
        </message>
        <message>
            <source>{count} open cases have no place in these results and are not in the list: {cases}. Their ids are those of no finding and of no monitoring patch.</source>
            <translation>有 {count} 件未结案件在本成果中没有位置，未列入清单：{cases}。其编号与问题图斑、监测图斑都不对应。</translation>
        </message>
        <message>
            <source>{count} outputs were not made: {names}. All others are whole, and so are the figures.</source>
            <translation>{count} 项成果未能生成：{names}。其他成果和全部数据完整。</translation>
        </message>
        <message>
            <source>{count} parcels ({pieces} pieces), inside permanent basic farmland and outside, by village.</source>
            <translation>共 {count} 个图斑（{pieces} 个碎块），含永久基本农田内外，按村排列。</translation>
        </message>
        <message>
            <source>{count} parcels ({pieces} pieces), those that a rule excludes with the reason; only what is free counts.</source>
            <translation>共 {count} 个图斑（{pieces} 个碎块）；已排除的注明原因，只有可直接恢复的计入。</translation>
        </message>
        <message>
            <source>{count} parcels ({pieces} pieces).</source>
            <translation>共 {count} 个图斑（{pieces} 个碎块）。</translation>
        </message>
        <message>
            <source>{count} parcels ({pieces} pieces). Check them on the ground before anything follows from this list.</source>
            <translation>共 {count} 个图斑（{pieces} 个碎块），使用前须经实地核实。</translation>
        </message>
        <message>
            <source>{count} parcels ({pieces} pieces); each with all of its findings. A finding proposes or asks for a look, and is no breach.</source>
            <translation>共 {count} 个图斑（{pieces} 个碎块），逐块列出全部发现。所列为建议或须关注情形，不是违法认定。</translation>
        </message>
        <message>
            <source>{count} parcels ({pieces} rows), net areas. What is too small to be looked at is summed in rows without a place, by county, direction, cause and status.</source>
            <translation>{count} 个图斑（{pieces} 行），净面积。过小而不便逐一核实的，按县、方向、去向和认定汇总为不带位置的行。</translation>
        </message>
        <message>
            <source>{count} parcels have the code of this unit, which layer {layer} lacks.</source>
            <translation>有 {count} 个图斑使用该行政区代码，但图层 {layer} 中没有该行政区。</translation>
        </message>
        <message>
            <source>{count} parcels lie in units that the policy does not name: {units}.</source>
            <translation>{count} 个图斑位于政策文件未列的行政区：{units}。</translation>
        </message>
        <message>
            <source>{count} patches meet no parcel and have no verdict (first: {patch}).</source>
            <translation>{count} 个图斑不涉及任何调查图斑，没有初判（首个：{patch}）。</translation>
        </message>
        <message>
            <source>{count} patches: {cultivated:,.2f} m² cultivated before = {valid:,.2f} covered + {suspected:,.2f} suspected + {rim:,.2f} in rims; closure {closure:.2f} m²</source>
            <translation>{count} 个图斑：占用前耕地 {cultivated:,.2f} 平方米＝有有效依据 {valid:,.2f}＋疑似 {suspected:,.2f}＋边缘误差 {rim:,.2f}，闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{count} pieces</source>
            <translation>{count} 块</translation>
        </message>
        <message>
            <source>{count} pieces were chosen, of {all} that are eligible.</source>
            <translation>在 {all} 个可补划地块中选定 {count} 个。</translation>
        </message>
        <message>
            <source>{count} problems.</source>
            <translation>共 {count} 个问题。</translation>
        </message>
        <message>
            <source>{count} recorded areas are about {ratio} of the measured areas: hectares (1/10000), not m².</source>
            <translation>{count} 个登记面积约为图形面积的 {ratio}：是公顷（1/10000），不是平方米。</translation>
        </message>
        <message>
            <source>{count} recorded areas are about {ratio} of the measured areas: mu (3/2000), not m².</source>
            <translation>{count} 个登记面积约为图形面积的 {ratio}：是亩（3/2000），不是平方米。</translation>
        </message>
        <message>
            <source>{count} sheets were there already</source>
            <translation>其中 {count} 幅此前已画好</translation>
        </message>
        <message>
            <source>{count} unknown</source>
            <translation>面积不详 {count} 件</translation>
        </message>
        <message>
            <source>{count} vertices stand where the one before them stands.</source>
            <translation>有 {count} 个节点与前一节点重合。</translation>
        </message>
        <message>
            <source>{count} × {kind} ({severity})</source>
            <translation>{kind}（{severity}）{count} 个</translation>
        </message>
        <message>
            <source>{data} Notice: {title}.</source>
            <translation>{data}依据：{title}。</translation>
        </message>
        <message>
            <source>{datum}, Gauss-Krüger in {width}, central meridian {longitude}° E</source>
            <translation>{datum} {width}高斯-克吕格投影，中央经线{longitude}°E</translation>
        </message>
        <message>
            <source>{datum}, Gauss-Krüger in {width}, zone {zone}, central meridian {longitude}° E</source>
            <translation>{datum} {width}高斯-克吕格投影，第{zone}带，中央经线{longitude}°E</translation>
        </message>
        <message>
            <source>{datum}, Gauss-Krüger, central meridian {longitude}° E</source>
            <translation>{datum} 高斯-克吕格投影，中央经线{longitude}°E</translation>
        </message>
        <message>
            <source>{day}.{month}.{year}</source>
            <translation>{year}年{month}月{day}日</translation>
        </message>
        <message>
            <source>{decision} {area} mu ({count} parcels)</source>
            <translation>{decision} {area} 亩（{count} 个图斑）</translation>
        </message>
        <message>
            <source>{decision}, changed since</source>
            <translation>{decision}，图形已变</translation>
        </message>
        <message>
            <source>{done} of {count} decided; {shown} shown.</source>
            <translation>共 {count} 个，已决定 {done} 个；显示 {shown} 个。</translation>
        </message>
        <message>
            <source>{earned:,.2f} yuan earned - {deducted:,.2f} deducted = {amount:,.2f} yuan; closure {closure:.2f} yuan</source>
            <translation>应补 {earned:,.2f} 元 － 扣减 {deducted:,.2f} ＝ {amount:,.2f} 元，闭合差 {closure:.2f} 元</translation>
        </message>
        <message>
            <source>{errors} errors, {warnings} warnings and {notes} notes; they are in the project as points.</source>
            <translation>错误 {errors} 个，警告 {warnings} 个，提示 {notes} 个，已作为点图层加入工程。</translation>
        </message>
        <message>
            <source>{field} is {recorded_m2} m²; gross area less ridges, {gross_m2} - {ridges_m2}, is {computed_m2} m².</source>
            <translation>{field} 为 {recorded_m2} 平方米；总面积减扣除面积，即 {gross_m2}-{ridges_m2}，应为 {computed_m2} 平方米。</translation>
        </message>
        <message>
            <source>{file} and others: {layers} layers of {files} files</source>
            <translation>{file}等 {files} 个文件，共 {layers} 个图层</translation>
        </message>
        <message>
            <source>{file} changes {count} values or rows:</source>
            <translation>{file} 将改变 {count} 处：</translation>
        </message>
        <message>
            <source>{file} was changed by another program meanwhile. Save under another name, or open it again.</source>
            <translation>{file} 已被其他程序修改。请另存为其他名字，或重新打开。</translation>
        </message>
        <message>
            <source>{file}, line {line}: </source>
            <translation>{file}，第 {line} 行：</translation>
        </message>
        <message>
            <source>{file}, row {row}: </source>
            <translation>{file}第 {row} 行：</translation>
        </message>
        <message>
            <source>{file}, sheet {sheet}, cell {cell}: </source>
            <translation>{file}，工作表 {sheet}，单元格 {cell}：</translation>
        </message>
        <message>
            <source>{file}, table “{table}”: </source>
            <translation>{file}，“{table}”表：</translation>
        </message>
        <message>
            <source>{file}: </source>
            <translation>{file}：</translation>
        </message>
        <message>
            <source>{file}: cannot be read as a spreadsheet ({error}). Save it as .xlsx.</source>
            <translation>{file}：无法作为表格读取（{error}）。请另存为 .xlsx。</translation>
        </message>
        <message>
            <source>{file}: no column of targets was recognised.</source>
            <translation>{file}：没有识别出目标列。</translation>
        </message>
        <message>
            <source>{file}: no sheet has a header row with a cell {header}.</source>
            <translation>{file}：没有工作表含有“{header}”表头。</translation>
        </message>
        <message>
            <source>{file}: several sheets have the headings of this table, and rows: {sheets}. Choose one of them, or put all rows into one sheet.</source>
            <translation>{file}：多个工作表都有该表的表头和数据行：{sheets}。请选定其中一个，或将所有行合并到一个工作表。</translation>
        </message>
        <message>
            <source>{findings} findings in {folders} folders in {folder}</source>
            <translation>{findings} 个图斑，{folders} 个文件夹，位于{folder}</translation>
        </message>
        <message>
            <source>{finding}: {who} says “{verdict}”, but {others}. Nothing was decided; decide in the review panel.</source>
            <translation>{finding}：{who}认为“{verdict}”，而{others}。未写入决定，请在“逐块核查”面板中决定。</translation>
        </message>
        <message>
            <source>{flow}, {amount}</source>
            <translation>{flow}{amount}</translation>
        </message>
        <message>
            <source>{heading}
({unit})</source>
            <translation>{heading}
（{unit}）</translation>
        </message>
        <message>
            <source>{heading} (areas in {unit})</source>
            <translation>{heading}（面积单位：{unit}）</translation>
        </message>
        <message>
            <source>{heading} ({unit})</source>
            <translation>{heading}（{unit}）</translation>
        </message>
        <message>
            <source>{item} of {unit} is not a whole number of units. Set the option allocation_unit_mu of the policy to 0.01.</source>
            <translation>{unit}的{item}不是最小单位的整数倍。请将政策文件选项 allocation_unit_mu 改为 0.01。</translation>
        </message>
        <message>
            <source>{item} of {unit}: all units below have given shares, which are {excess:.2f} mu less than it. Raise them in the table of shares, or leave one out.</source>
            <translation>{unit}的{item}：下级单位均有指定份额，合计少 {excess:.2f} 亩。请在份额表中调高，或留一个单位不指定。</translation>
        </message>
        <message>
            <source>{item} of {unit}: given and least shares exceed it by {excess:.2f} mu. Lower them in the table of shares.</source>
            <translation>{unit}的{item}：指定份额和保底份额之和超出 {excess:.2f} 亩。请在份额表中调低。</translation>
        </message>
        <message>
            <source>{item} of {unit}: nothing to divide it by, the basis of all units below is 0. Choose another.</source>
            <translation>{unit}的{item}：下级的分解依据全部为 0，无法分解。请另选依据。</translation>
        </message>
        <message>
            <source>{item}: left out, the summary lacks {columns}.</source>
            <translation>{item}：略去，汇总表缺少{columns}。</translation>
        </message>
        <message>
            <source>{item}: the basis of {unit} is not known or negative. Choose another basis.</source>
            <translation>{item}：{unit}的分解依据不明或为负。请另选依据。</translation>
        </message>
        <message>
            <source>{item}: the given shares of {units} are not used, there is nothing to divide above them.</source>
            <translation>{item}：{units} 的指定份额未采用，其上级没有可分解的数。</translation>
        </message>
        <message>
            <source>{layers} layers checked: {errors} errors, {warnings} warnings, {notes} notes</source>
            <translation>已检查 {layers} 个图层：错误 {errors} 个，警告 {warnings} 个，提示 {notes} 个</translation>
        </message>
        <message>
            <source>{layer} is taken for</source>
            <translation>{layer} 的用途</translation>
        </message>
        <message>
            <source>{length} m</source>
            <translation>{length} 米</translation>
        </message>
        <message>
            <source>{level} boundary</source>
            <translation>{level}界</translation>
        </message>
        <message>
            <source>{level}, at most {most}</source>
            <translation>{level}，最高可能为{most}</translation>
        </message>
        <message>
            <source>{list}, {change}: {count}, {area} mu</source>
            <translation>{list}，{change}：{count} 个，{area} 亩</translation>
        </message>
        <message>
            <source>{list}: only one of the results has this list; it is not compared.</source>
            <translation>{list}：只有一份成果含此清单，未作比较。</translation>
        </message>
        <message>
            <source>{measure}: left out, {reason}.</source>
            <translation>{measure}：未核算，{reason}。</translation>
        </message>
        <message>
            <source>{name} stands in row {row} already. Remove one.</source>
            <translation>{name} 已在第 {row} 条出现。请删除一个。</translation>
        </message>
        <message>
            <source>{name}: Alt+{number}</source>
            <translation>{name}：Alt+{number}</translation>
        </message>
        <message>
            <source>{new} new, {gone} gone and {changed} changed findings are in the project.</source>
            <translation>新增 {new} 个、消失 {gone} 个、变化 {changed} 个图斑，已加载到项目。</translation>
        </message>
        <message>
            <source>{now}, before {before}</source>
            <translation>{now}，之前{before}</translation>
        </message>
        <message>
            <source>{number} / {all}</source>
            <translation>{number}／{all}</translation>
        </message>
        <message>
            <source>{number}. {name}</source>
            <translation>{number}. {name}</translation>
        </message>
        <message>
            <source>{one} (mu)</source>
            <translation>{one}（亩）</translation>
        </message>
        <message>
            <source>{one} ({another})</source>
            <translation>{one}（{another}）</translation>
        </message>
        <message>
            <source>{one} to {another}</source>
            <translation>{one} 至 {another}</translation>
        </message>
        <message>
            <source>{one} {another}</source>
            <translation>{one}{another}</translation>
        </message>
        <message>
            <source>{one}, {another}</source>
            <translation>{one}·{another}</translation>
        </message>
        <message>
            <source>{one}: {another}</source>
            <translation>{one}：{another}</translation>
        </message>
        <message>
            <source>{one}; {another}</source>
            <translation>{one}；{another}</translation>
        </message>
        <message>
            <source>{parameter}: a layer cannot be opened, or is no vector layer.</source>
            <translation>{parameter}：有图层无法打开，或不是矢量图层。</translation>
        </message>
        <message>
            <source>{parameter}: nothing was given.</source>
            <translation>{parameter}：未给出。</translation>
        </message>
        <message>
            <source>{parameter}: {value} is no area. Write mu, such as 360281=1200.5.</source>
            <translation>{parameter}：{value} 不是面积。请填写亩数，如 360281=1200.5。</translation>
        </message>
        <message>
            <source>{parameter}: {value} is no county of the policy. Counties: {known}.</source>
            <translation>{parameter}：{value} 不是政策文件中的县。各县：{known}。</translation>
        </message>
        <message>
            <source>{parameter}: “{path}” holds several layers: {layers}. Choose those that are meant one by one; of a whole file only the first would be read.</source>
            <translation>{parameter}：“{path}”含有多个图层：{layers}。请逐个选择所需图层；选择整个文件时只会读取第一个图层。</translation>
        </message>
        <message>
            <source>{parameter}: “{value}” cannot be used. {hint}</source>
            <translation>{parameter}：不能使用“{value}”。{hint}</translation>
        </message>
        <message>
            <source>{parcels} candidate parcels ({pieces} pieces); net: {free:.2f} mu free, {more:.2f} mu to confirm, {barred:.2f} mu barred, {excluded:.2f} mu excluded</source>
            <translation>恢复潜力图斑 {parcels} 个（碎块 {pieces} 个）；净面积：可直接恢复 {free:.2f} 亩，待核实 {more:.2f} 亩，暂缓 {barred:.2f} 亩，已排除 {excluded:.2f} 亩</translation>
        </message>
        <message>
            <source>{parcels} parcels in conflict ({pieces} pieces); {area:.2f} m² of severity 1 to 3</source>
            <translation>占用冲突图斑 {parcels} 个（碎块 {pieces} 个）；严重程度 1 至 3 的 {area:.2f} 平方米</translation>
        </message>
        <message>
            <source>{parcels} parcels, {pieces} pieces, worst closure {worst:.2f} m²</source>
            <translation>图斑 {parcels} 个，碎块 {pieces} 个，最大闭合差 {worst:.2f} 平方米</translation>
        </message>
        <message>
            <source>{parent} {name}</source>
            <translation>{parent}{name}</translation>
        </message>
        <message>
            <source>{part} {area} mu</source>
            <translation>{part} {area} 亩</translation>
        </message>
        <message>
            <source>{part}, net</source>
            <translation>{part}（净面积）</translation>
        </message>
        <message>
            <source>{part}: {count}</source>
            <translation>{part} {count}</translation>
        </message>
        <message>
            <source>{path} is not a layout template.</source>
            <translation>{path}不是布局模板。</translation>
        </message>
        <message>
            <source>{percent} %</source>
            <translation>{percent}%</translation>
        </message>
        <message>
            <source>{percent} %, {state}</source>
            <translation>{percent}%，{state}</translation>
        </message>
        <message>
            <source>{period}: {level}</source>
            <translation>{period}：{level}</translation>
        </message>
        <message>
            <source>{planting} {share} %</source>
            <translation>{planting}{share}%</translation>
        </message>
        <message>
            <source>{planting}, share of known (%)</source>
            <translation>{planting}占已知比例（%）</translation>
        </message>
        <message>
            <source>{project}: {before:,.2f} m² before - {out:,.2f} out + {into:,.2f} in + {adjusted:,.2f} adjusted = {now:,.2f} m² now; closure {closure:.2f} m²</source>
            <translation>{project}：前 {before:,.2f} 平方米－流出 {out:,.2f}＋流入 {into:,.2f}＋调整 {adjusted:,.2f}＝现 {now:,.2f} 平方米；闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{quantity}, counties with a surplus left out</source>
            <translation>{quantity}（不计有结余的县）</translation>
        </message>
        <message>
            <source>{quantity}, in mu</source>
            <translation>{quantity}（亩）</translation>
        </message>
        <message>
            <source>{rank}. {site}: {verdict}; {area:,.2f} m², of it cultivated {cultivated:,.2f} m² net, in PBF {pbf} m²; lines add up but for {closure:.2f} m²</source>
            <translation>{rank}. {site}：{verdict}；{area:,.2f} 平方米，其中耕地净面积 {cultivated:,.2f} 平方米，永久基本农田内 {pbf} 平方米；各行闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{reserve}: {usable} of {area} mu usable</source>
            <translation>{reserve} {area} 亩中可用 {usable} 亩</translation>
        </message>
        <message>
            <source>{reviewer} has decided on this finding meanwhile: {decision}. Look again before you do.</source>
            <translation>{reviewer} 已对该图斑作出决定：{decision}。请重新查看后再决定。</translation>
        </message>
        <message>
            <source>{role}: {count} zones do not say when their term ends; they are not in the list of terms.</source>
            <translation>{role}：{count} 个图斑未注明到期日期，未列入到期清单。</translation>
        </message>
        <message>
            <source>{sheets} sheets in {files} files in {folder}</source>
            <translation>{folder} 中有 {files} 个文件，共 {sheets} 幅</translation>
        </message>
        <message>
            <source>{short} mu are lacking, {confirmed} mu if all is confirmed.</source>
            <translation>尚缺 {short} 亩；如待核实部分全部核实可用，尚缺 {confirmed} 亩。</translation>
        </message>
        <message>
            <source>{shown} of {count} units are drawn; the table has all.</source>
            <translation>共 {count} 个单位，图中显示 {shown} 个；表中为全部。</translation>
        </message>
        <message>
            <source>{source} to {target}: {operation}</source>
            <translation>{source} 至 {target}：{operation}</translation>
        </message>
        <message>
            <source>{start} to {end}; {notice}</source>
            <translation>{start} 至 {end}；{notice}</translation>
        </message>
        <message>
            <source>{state}, gross</source>
            <translation>{state}（毛）</translation>
        </message>
        <message>
            <source>{table}: {row} is new.</source>
            <translation>{table}：新增 {row}。</translation>
        </message>
        <message>
            <source>{table}: {row} moved from place {before} to place {after}; the first that fits decides.</source>
            <translation>{table}：{row} 从第 {before} 条移到第 {after} 条（按先后取第一条符合的规则）。</translation>
        </message>
        <message>
            <source>{table}: {row} was taken out.</source>
            <translation>{table}：删除 {row}。</translation>
        </message>
        <message>
            <source>{table}: {row}: {what} is new: {after}.</source>
            <translation>{table}：{row}：新增{what} {after}。</translation>
        </message>
        <message>
            <source>{table}: {row}: {what} was taken out; it was {before}.</source>
            <translation>{table}：{row}：删除{what}，原为 {before}。</translation>
        </message>
        <message>
            <source>{table}: {row}: {what} was {before}, and is {after}.</source>
            <translation>{table}：{row}：{what}由 {before} 改为 {after}。</translation>
        </message>
        <message>
            <source>{text}.</source>
            <translation>{text}。</translation>
        </message>
        <message>
            <source>{there} of {rows} rows are there</source>
            <translation>应有 {rows} 行，实有 {there} 行</translation>
        </message>
        <message>
            <source>{topic}, {unit}: {state}.</source>
            <translation>{unit}{topic}：{state}。</translation>
        </message>
        <message>
            <source>{total}, of them {parts}</source>
            <translation>{total}，其中{parts}</translation>
        </message>
        <message>
            <source>{uncovered_m2} m² of the outline ({outline_m2} m²) lie outside all parcels.</source>
            <translation>界线（{outline_m2} 平方米）有 {uncovered_m2} 平方米在图斑以外。</translation>
        </message>
        <message>
            <source>{uncovered} mu that should be frozen are not there, and {owed} mu of legalised land are owed.</source>
            <translation>应冻结而指标不足 {uncovered} 亩，补办后尚欠 {owed} 亩。</translation>
        </message>
        <message>
            <source>{unit} ({count} of {all} counties)</source>
            <translation>{unit}（{all}县中{count}县）</translation>
        </message>
        <message>
            <source>{unit} is no unit that is read here. Convert the numbers into one of these: {known}.</source>
            <translation>此处不能识别面积单位 {unit}。请将数值换算为以下单位之一：{known}。</translation>
        </message>
        <message>
            <source>{unit} {year}: not planned; there is no task, or the blocks say nothing of the unit.</source>
            <translation>{unit} {year}年：不作计划；没有任务数，或片块中没有该行政区的数据。</translation>
        </message>
        <message>
            <source>{unit} {year}: planned out {out:,.2f} m², planned in {into:,.2f} m²; {happened}</source>
            <translation>{unit} {year}年：方案转出 {out:,.2f} 平方米，转进 {into:,.2f} 平方米；{happened}</translation>
        </message>
        <message>
            <source>{unit} {year}: task {task:,.2f} mu + carried over {carried:,.2f} = planned {planned:,.2f} + shortfall {short:,.2f} - beyond {over:,.2f} mu; closure {closure:.2f} mu</source>
            <translation>{unit} {year}年：任务 {task:,.2f} 亩 ＋ 上年结转 {carried:,.2f} ＝ 计划 {planned:,.2f} ＋ 任务缺额 {short:,.2f} － 超出 {over:,.2f} 亩；闭合差 {closure:.2f} 亩</translation>
        </message>
        <message>
            <source>{unit}, {item}: target {target:,.2f} mu = {parts:,.2f} mu of the units below; closure {closure:.2f}</source>
            <translation>{unit}，{item}：目标 {target:,.2f} 亩 ＝ 下级之和 {parts:,.2f} 亩，闭合差 {closure:.2f}</translation>
        </message>
        <message>
            <source>{unit}, {item}: the row says {city}, its counties add up to {counties} ({reason}).</source>
            <translation>{unit}{item}：市级数为 {city}，县级合计为 {counties}（{reason}）。</translation>
        </message>
        <message>
            <source>{unit}, {item}: the row says {city}, its counties' positive values add up to {counties} ({reason}).</source>
            <translation>{unit}{item}：市级数为 {city}，县级合计（不计有结余的县）为 {counties}（{reason}）。</translation>
        </message>
        <message>
            <source>{unit}, {period}: {before} open ({before_mu:.2f} mu) + {new} new ({new_mu:.2f}) - {closed} closed ({closed_mu:.2f}) = {after} open ({after_mu:.2f}); closure {closure}</source>
            <translation>{unit} {period}：期初 {before} 件（{before_mu:.2f} 亩）＋新增 {new} 件（{new_mu:.2f}）－结案 {closed} 件（{closed_mu:.2f}）＝期末 {after} 件（{after_mu:.2f}），闭合差 {closure}</translation>
        </message>
        <message>
            <source>{unit}, {period}: {count} illegal cases do not say how much of them is PBF; the level may be higher. Fill in that column.</source>
            <translation>{unit} {period}：{count} 件违法案件未填永久基本农田面积，级别可能更高。请补填该列。</translation>
        </message>
        <message>
            <source>{unit}, {period}: {level} (illegal cases found in the period {area} mu, of it PBF {pbf} mu; in total {total} and {total_pbf} mu).</source>
            <translation>{unit}{period}：{level}（本期发现违法占用耕地 {area} 亩，其中永久基本农田 {pbf} 亩；累计 {total} 亩和 {total_pbf} 亩）。</translation>
        </message>
        <message>
            <source>{unit}, {period}: {level} ({area:.2f} mu, PBF {pbf:.2f} mu in the period)</source>
            <translation>{unit} {period}：{level}（本期 {area:.2f} 亩，其中永久基本农田 {pbf:.2f} 亩）</translation>
        </message>
        <message>
            <source>{unit}, {role}: inside the survey {inside:,.2f} m², of it usable {usable:,.2f}, cultivated now {net:,.2f} net and {ridges:,.2f} ridges; closure {closure:.2f} m²</source>
            <translation>{unit}，{role}：调查范围内 {inside:,.2f} 平方米，其中可用 {usable:,.2f}，现状耕地净面积 {net:,.2f}、田坎 {ridges:,.2f}，闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{unit}, {year}: a condition of the veto is met (to be decided by the assessment)</source>
            <translation>{unit} {year} 年：触及否决情形（待考核认定）</translation>
        </message>
        <message>
            <source>{unit}, {year}: a condition of the veto is met ({conditions}; to be decided by the assessment).</source>
            <translation>{unit}{year}年：触及一票否决情形（{conditions}；待考核认定）。</translation>
        </message>
        <message>
            <source>{unit}: approvals are to be suspended since {date}, but for livelihood and projects of the city and above (measure 34; the competent department decides).</source>
            <translation>{unit}：按举措34应自{date}起暂停审批（以主管部门决定为准），民生、市级及以上重大项目除外。</translation>
        </message>
        <message>
            <source>{unit}: candidates {candidates:,.2f} m² = blocks {blocks:,.2f} + scattered {scattered:,.2f} + excluded or dismissed {left:,.2f} + no candidates {dropped:,.2f} m²; closure {closure:.2f} m²</source>
            <translation>{unit}：恢复潜力 {candidates:,.2f} 平方米 ＝ 片块 {blocks:,.2f} ＋ 零星 {scattered:,.2f} ＋ 已排除或经核查否定 {left:,.2f} ＋ 非恢复潜力 {dropped:,.2f} 平方米；闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{unit}: cases of earlier periods differ by {area:+.2f} mu from what was assessed then; those periods stay as they were. Assess them anew without the earlier warnings if the cases were corrected.</source>
            <translation>{unit}：以前时段的案件与当时评定的相差 {area:+.2f} 亩，以前时段保持不变。如案件已更正，请不给出上一次的成果重新评定。</translation>
        </message>
        <message>
            <source>{unit}: cultivated land against its targets</source>
            <translation>{unit}耕地保护目标对照图</translation>
        </message>
        <message>
            <source>{unit}: cultivated-land protection report</source>
            <translation>{unit}耕地保护监测报告</translation>
        </message>
        <message>
            <source>{unit}: data of {count} of {all} counties; the city is not judged.</source>
            <translation>{unit}：{all} 个县（市、区）中 {count} 个有数据，全市不作判定。</translation>
        </message>
        <message>
            <source>{unit}: farmland red line</source>
            <translation>{unit}耕地红线图</translation>
        </message>
        <message>
            <source>{unit}: occupation conflicts by {level}</source>
            <translation>{unit}分{level}占用冲突图</translation>
        </message>
        <message>
            <source>{unit}: occupation conflicts inside permanent basic farmland</source>
            <translation>{unit}永久基本农田占用冲突图</translation>
        </message>
        <message>
            <source>{unit}: restoration candidates</source>
            <translation>{unit}恢复潜力地块分布图</translation>
        </message>
        <message>
            <source>{unit}: restoration potential by {level}</source>
            <translation>{unit}分{level}恢复潜力图</translation>
        </message>
        <message>
            <source>{unit}: stable cultivated land {delta} mu since the base survey; next year's ceiling {area} mu.</source>
            <translation>{unit}：稳定利用耕地比基期净变化 {delta} 亩，下一年占用上限 {area} 亩。</translation>
        </message>
        <message>
            <source>{unit}: the ceiling of next year is not known, as not every county has both surveys.</source>
            <translation>{unit}：并非各县都有两次调查，下一年占用上限不明。</translation>
        </message>
        <message>
            <source>{unit}: the gap says {gap}, but the second-survey target less the target is {computed}.</source>
            <translation>{unit}：缺口为 {gap}，而二调确定目标减三调确定目标为 {computed}。</translation>
        </message>
        <message>
            <source>{unit}: {area:,.2f} m² should be frozen, and there is no quota for them (measure 38).</source>
            <translation>{unit}：应冻结而指标不足 {area:,.2f} 平方米（举措38）。</translation>
        </message>
        <message>
            <source>{unit}: {area:,.2f} m² were legalised without frozen quota, and are still owed (measure 38).</source>
            <translation>{unit}：补办时冻结不足，尚欠 {area:,.2f} 平方米（举措38）。</translation>
        </message>
        <message>
            <source>{unit}: {area} mu of quota are frozen by illegal construction.</source>
            <translation>{unit}：违法建设冻结指标 {area} 亩。</translation>
        </message>
        <message>
            <source>{unit}: {base:,.2f} m² stable - {lost:,.2f} lost + {gained:,.2f} gained + {adjusted:,.2f} adjusted + {regraded:,.2f} re-graded + {boundary:,.2f} over boundaries = {now:,.2f} m² stable now; closure {closure:.2f} m²</source>
            <translation>{unit}：基期稳定耕地 {base:,.2f} 平方米－减少 {lost:,.2f}＋新增 {gained:,.2f}＋调整 {adjusted:,.2f}＋重新定级 {regraded:,.2f}＋界线 {boundary:,.2f}＝现状稳定耕地 {now:,.2f} 平方米；闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{unit}: {before:,.2f} m² before - {out:,.2f} out + {into:,.2f} in + {adjusted:,.2f} adjusted - {left:,.2f} and + {came:,.2f} over boundaries = {now:,.2f} m² now; closure {closure:.2f} m²</source>
            <translation>{unit}：年初 {before:,.2f} － 流出 {out:,.2f} ＋ 流入 {into:,.2f} ＋ 调整 {adjusted:,.2f} － 界线调出 {left:,.2f} ＋ 界线调入 {came:,.2f} ＝ 年末 {now:,.2f} 平方米；闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{unit}: {before:,.2f} m² before - {up:,.2f} up + {down:,.2f} down = {after:,.2f} m² after; closure {closure:.2f} m²</source>
            <translation>{unit}：置换前 {before:,.2f} 平方米 － 换出 {up:,.2f} ＋ 换入 {down:,.2f} ＝ 置换后 {after:,.2f} 平方米；闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{unit}: {counts}; not met: {lines}</source>
            <translation>{unit}：{counts}；未达标：{lines}</translation>
        </message>
        <message>
            <source>{unit}: {holding} of cultivated land, {conflicts} in conflict</source>
            <translation>{unit}：耕地 {holding}，占用冲突 {conflicts}</translation>
        </message>
        <message>
            <source>{unit}: {known:,.2f} m² planting known + {unknown:,.2f} not known = {net:,.2f} m²; closure {closure:.2f} m²</source>
            <translation>{unit}：种植情况已知 {known:,.2f} ＋ 未知 {unknown:,.2f} ＝ 净面积 {net:,.2f} 平方米，闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{unit}: {pbf:,.2f} m² in PBF + {other:,.2f} m² outside = {all:,.2f} m² net; closure {closure:.2f} m²</source>
            <translation>{unit}：永久基本农田内 {pbf:,.2f} ＋ 外 {other:,.2f} ＝ 耕地净面积 {all:,.2f} 平方米，闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{unit}: {quantity} is {summary} mu in the summary and {listed} mu in the list.</source>
            <translation>{unit}：{quantity}在汇总表中为 {summary} 亩，清单合计为 {listed} 亩，请核对。</translation>
        </message>
        <message>
            <source>{unit}: {supplied:,.2f} m² supplied + {bought:,.2f} bought = {used:,.2f} used + {sold:,.2f} sold + {frozen:,.2f} frozen + {available:,.2f} available; closure {closure:.2f} m²</source>
            <translation>{unit}：入库 {supplied:,.2f} 平方米＋调入 {bought:,.2f}＝核销 {used:,.2f}＋调出 {sold:,.2f}＋冻结 {frozen:,.2f}＋可用 {available:,.2f}；闭合差 {closure:.2f} 平方米</translation>
        </message>
        <message>
            <source>{used} of {count} polygon layers are used.</source>
            <translation>工程中有面图层 {count} 个，其中使用 {used} 个。</translation>
        </message>
        <message>
            <source>{use} {area} mu ({count} parcels)</source>
            <translation>{use} {area} 亩（{count} 个图斑）</translation>
        </message>
        <message>
            <source>{value} has characters that cannot be printed; delete them</source>
            <translation>{value} 含有不可打印的字符，请删除</translation>
        </message>
        <message>
            <source>{value} has {found} characters, and at most {limit} are read</source>
            <translation>{value} 有 {found} 个字符，最多读取 {limit} 个</translation>
        </message>
        <message>
            <source>{value} here, but {before} in {place}. Correct one.</source>
            <translation>此处为 {value}，而 {place} 为 {before}。请更正。</translation>
        </message>
        <message>
            <source>{value} is another unit than {unit}, in which this column is read. Correct it, or convert the numbers.</source>
            <translation>{value}与本列读取所用的单位（{unit}）不同。请更正，或换算数值。</translation>
        </message>
        <message>
            <source>{value} is before {other} of “{heading}”.</source>
            <translation>{value} 早于“{heading}”的 {other}。</translation>
        </message>
        <message>
            <source>{value} is below 0.</source>
            <translation>{value} 小于 0。</translation>
        </message>
        <message>
            <source>{value} is beyond all measures of land.</source>
            <translation>{value} 超出土地面积的可能范围。</translation>
        </message>
        <message>
            <source>{value} is more than {other} of “{heading}”, of which it is a part.</source>
            <translation>{value} 大于“{heading}”的 {other}，而它应是其中一部分。</translation>
        </message>
        <message>
            <source>{value} is neither yes nor no.</source>
            <translation>{value} 既不是“是”也不是“否”。</translation>
        </message>
        <message>
            <source>{value} is no area of 0 or more.</source>
            <translation>{value}不是不小于 0 的面积。</translation>
        </message>
        <message>
            <source>{value} is no code of a unit. Write 6 digits for a county, 9 for a township, 12 for a village.</source>
            <translation>{value} 不是行政区代码。县级写 6 位，乡级 9 位，村级 12 位。</translation>
        </message>
        <message>
            <source>{value} is no code of a unit. Write six digits or more.</source>
            <translation>{value} 不是行政区代码。请填六位或以上数字。</translation>
        </message>
        <message>
            <source>{value} is no code of a unit. Write six digits.</source>
            <translation>{value} 不是行政区代码。请写六位数字。</translation>
        </message>
        <message>
            <source>{value} is no date. Write it like 2024-03-01, or 长期 for no end.</source>
            <translation>{value} 不是日期。请写作 2024-03-01，无截止日期的写“长期”。</translation>
        </message>
        <message>
            <source>{value} is no date. Write it like 2024-03-01.</source>
            <translation>{value} 不是日期。请写作 2024-03-01。</translation>
        </message>
        <message>
            <source>{value} is no land class.</source>
            <translation>{value} 不是地类编码。</translation>
        </message>
        <message>
            <source>{value} is no period, such as 2024H1.</source>
            <translation>{value}不是期间，如 2024H1。</translation>
        </message>
        <message>
            <source>{value} is no share: it is more than 1.</source>
            <translation>{value} 不是比例：大于 1。</translation>
        </message>
        <message>
            <source>{value} is no text.</source>
            <translation>{value}不是文本。</translation>
        </message>
        <message>
            <source>{value} is no unit that the policy has. Units: {units}.</source>
            <translation>政策文件中没有行政区 {value}。可填：{units}。</translation>
        </message>
        <message>
            <source>{value} is no whole number of 0 or more.</source>
            <translation>{value}不是不小于 0 的整数。</translation>
        </message>
        <message>
            <source>{value} is no whole number.</source>
            <translation>{value} 不是整数。</translation>
        </message>
        <message>
            <source>{value} is no year. Write it with four digits, like 2024.</source>
            <translation>{value}不是年份。请用四位数填写，如 2024。</translation>
        </message>
        <message>
            <source>{value} is none of the words that may stand here: {words}.</source>
            <translation>{value} 不在可填内容之列：{words}。</translation>
        </message>
        <message>
            <source>{value} is not a number.</source>
            <translation>{value} 不是数字。</translation>
        </message>
        <message>
            <source>{value} is not the code of {unit}, which is {code}. Correct one of them.</source>
            <translation>{value} 不是{unit}的代码，该单位代码为 {code}。请更正其中之一。</translation>
        </message>
        <message>
            <source>{value} is not what its tag says</source>
            <translation>{value} 与其标签所示类型不符</translation>
        </message>
        <message>
            <source>{value} names another unit than is read. Write the numbers as the heading {heading} says.</source>
            <translation>{value} 的计量单位与所读取的不同。请按表头“{heading}”的单位填写数值。</translation>
        </message>
        <message>
            <source>{value} stands behind the last heading: {remedy}</source>
            <translation>{value}位于最后一个表头之后：{remedy}</translation>
        </message>
        <message>
            <source>{value} × 10,000 mu are more than the land of China. Check the number and its unit.</source>
            <translation>{value} 万亩超过全国土地面积。请核对数值及其单位。</translation>
        </message>
        <message>
            <source>{value}, but the heading or a line above it says {unit}. Correct one of them.</source>
            <translation>此处为{value}，而表头或其上方写的是 {unit}。请更正其一。</translation>
        </message>
        <message>
            <source>{what}: there is no further zone layer “{layer}”. Layers: {layers}.</source>
            <translation>{what}：“其他分区图层”中没有图层“{layer}”。已有图层：{layers}。</translation>
        </message>
        <message>
            <source>{what}: “{name}” is given twice, as “{one}” and “{other}”. Delete one of them.</source>
            <translation>{what}：“{name}”给了两次，分别为“{one}”和“{other}”。请删除其一。</translation>
        </message>
        <message>
            <source>{what}: “{part}” is not of the form name=value.</source>
            <translation>{what}：“{part}”不是“名称=值”的形式。</translation>
        </message>
        <message>
            <source>{who}:</source>
            <translation>{who}：</translation>
        </message>
        <message>
            <source>{year}-{month}-{day}</source>
            <translation>{year}年{month}月{day}日</translation>
        </message>
        <message>
            <source>— means that the data does not tell.</source>
            <translation>“—”表示现有数据无法得出。</translation>
        </message>
        <message>
            <source>— means that the policy sets no such figure for the unit.</source>
            <translation>“—”表示未下达或不适用。</translation>
        </message>
        <message>
            <source>“Not given” means that the layer which would tell was not given. Only a person makes a case illegal.</source>
            <translation>“未提供”指未给出可据以认定的图层。违法只能由人工认定。</translation>
        </message>
        <message>
            <source>“Parts of sites” of “Check project sites”, or “Conflicts”, of which those under a valid approval count: area, paddy and grade that are needed, and where.</source>
            <translation>“项目选址核查”的“选址地块”，或“占用冲突”（只计经批准占用的）：由此得出所需面积、水田、等别和位置。</translation>
        </message>
        <message>
            <source>“Run everything” for each county of a folder, one after the other, then summary, workbook and page of the city or province from the counties' sums.
A county is a folder, a geodatabase or a file with a layer of parcels; its layers are recognised by name and fields, whatever their format and coordinate system, and so are tables of cases, events, quota and rates (.xlsx, .csv) by their names. Each county's results are complete in a folder of their own or not there. A county that cannot be run is listed and stops no other. A run that was stopped goes on where it ended when it is started again with the same parameters, and gives the same results as one that was not; counties whose files have changed since are run anew.</source>
            <translation>对文件夹中的各县依次“一键运行”，再由各县合计生成全市或全省的汇总表、工作簿和报告页。
一个县是一个含图斑图层的文件夹、地理数据库或文件；图层按名称和字段识别，格式和坐标系不限；案件、事项、指标台账、补偿标准等填报表（.xlsx、.csv）按文件名识别。各县成果放在各自的文件夹中，要么完整，要么没有。不能运行的县会列出，不影响其他县。中断后以相同参数再次运行，将从中断处继续，成果与未中断时相同；数据文件已改动的县重新运行。</translation>
        </message>
        <message>
            <source>“{code}” is no city or county of these results. There are: {codes}.</source>
            <translation>“{code}”不是该成果中的市或县。可选：{codes}。</translation>
        </message>
        <message>
            <source>“{code}” is not the code of a unit ({name}); it was left out.</source>
            <translation>“{code}”不是行政区代码（{name}），未予采用。</translation>
        </message>
        <message>
            <source>“{county}” would write into “{folder}”, a name that the output folder needs for itself. Rename the county, or give it another name in a list of counties.</source>
            <translation>“{county}”将写入“{folder}”，该名称由输出文件夹自身使用。请给该县改名，或在县名单中另取名称。</translation>
        </message>
        <message>
            <source>“{file}” cannot be read: it is damaged, has a password, or is no .xlsx or .docx file ({reason}). Open it in the program that wrote it, and save it anew.</source>
            <translation>无法读取“{file}”：文件已损坏、设有密码，或不是 .xlsx、.docx 文件（{reason}）。请用生成它的软件打开后重新保存。</translation>
        </message>
        <message>
            <source>“{file}” could not be read whole while it was drawn ({reason}). Draw it again from the results.</source>
            <translation>绘图时“{file}”未能完整读取（{reason}）。请用成果重新绘制。</translation>
        </message>
        <message>
            <source>“{file}” could not be written ({reason}). {free} MB are free on that disk.</source>
            <translation>无法写入“{file}”（{reason}）。该磁盘剩余空间 {free} MB。</translation>
        </message>
        <message>
            <source>“{file}” could not be written: its folder was removed while the run was at work.</source>
            <translation>“{file}”无法写入：其文件夹在运行期间被删除。</translation>
        </message>
        <message>
            <source>“{file}” does not tell in which zone its coordinates are: eastings have no zone number before them (for example {east:.2f}). Choose “System of outline files”, or export them with the zone number.</source>
            <translation>“{file}”未写明坐标在哪一带：东坐标前没有带号（如 {east:.2f}）。请选择“界线文件坐标系”，或带带号重新导出。</translation>
        </message>
        <message>
            <source>“{file}” has a picture or a page at an address ({server}), which would be fetched when a map is drawn. Embed it in the template, or choose a file of this computer.</source>
            <translation>“{file}”中有来自网络地址（{server}）的图片或网页，绘图时会访问该地址。请将其嵌入模板，或改用本机文件。</translation>
        </message>
        <message>
            <source>“{file}” has closed lines in its layers {layers}. Name those with the outline in “Layers of drawings”.</source>
            <translation>“{file}”的图层 {layers} 中都有闭合线。请在“图纸图层”中写明界线所在图层。</translation>
        </message>
        <message>
            <source>“{file}” has no closed polyline. Lines need a width: close the outline of the area that the project takes, and save it as DXF.</source>
            <translation>“{file}”没有闭合多段线。线状工程须给出占地范围：将界线闭合后另存为 DXF。</translation>
        </message>
        <message>
            <source>“{file}” has no finding “{finding}” in its layer {layer}. Nothing was written.</source>
            <translation>“{file}”的图层 {layer} 中没有图斑“{finding}”。未写入任何内容。</translation>
        </message>
        <message>
            <source>“{file}” has no named cell to fill: names must begin with {prefix}, such as {example}. See the help.</source>
            <translation>“{file}”中没有可填写的命名单元格：名称须以 {prefix} 开头，如 {example}。详见帮助。</translation>
        </message>
        <message>
            <source>“{file}” has none of these lists: {lists}. Choose a GeoPackage that “Run everything” has made.</source>
            <translation>“{file}”没有这些清单：{lists}。请选择“一键处理”生成的GeoPackage。</translation>
        </message>
        <message>
            <source>“{file}” has too many {what}: {found}, and at most {limit} are read. {remedy}</source>
            <translation>“{file}”中{what}过多：{found}，最多读取 {limit}。{remedy}</translation>
        </message>
        <message>
            <source>“{file}” has {found} MB, and files of this kind are read up to {limit} MB. Choose another file.</source>
            <translation>“{file}”大小为 {found} MB，此类文件最大读取 {limit} MB。请选择其他文件。</translation>
        </message>
        <message>
            <source>“{file}” holds no plots: no line that ends with “{end}” below [{section}]. Export the boundary points again, or adapt resources/sites/outlines.yaml to the form of your office.</source>
            <translation>“{file}”没有地块：[{section}] 下没有以“{end}”结尾的行。请重新导出界址点，或按本单位写法修改 resources/sites/outlines.yaml。</translation>
        </message>
        <message>
            <source>“{file}” in {folder} cannot be unpacked ({reason}). Copy it there anew.</source>
            <translation>{folder} 中的“{file}”无法解压（{reason}）。请重新复制。</translation>
        </message>
        <message>
            <source>“{file}” in {folder} is made for another Python or system; here {tags} is needed.</source>
            <translation>{folder} 中的“{file}”是为其他 Python 版本或系统制作的；此处需要 {tags}。</translation>
        </message>
        <message>
            <source>“{file}” in {folder} is no library that the plugin takes from there; it takes {names}.</source>
            <translation>{folder} 中的“{file}”不是插件从该处取用的库；插件只取用：{names}。</translation>
        </message>
        <message>
            <source>“{file}” is locked with a password, which nobody could enter during a run. Export it without.</source>
            <translation>“{file}”设有密码，运行中无法输入。请导出不设密码的私钥。</translation>
        </message>
        <message>
            <source>“{file}” is no file of outlines: boundary points (.txt) and drawings (.dxf) are read. Save a DWG as DXF; give other files as a layer.</source>
            <translation>“{file}”不是界线文件：可读界址点（.txt）和图纸（.dxf）。DWG 请另存为 DXF，其他文件请以图层给出。</translation>
        </message>
        <message>
            <source>“{file}” is no photo by its name or its content. Photos end with {endings}.</source>
            <translation>“{file}”的名称或内容不是照片。照片的扩展名为 {endings}。</translation>
        </message>
        <message>
            <source>“{file}” is not a result of “Run everything”: it lacks {layers}.</source>
            <translation>“{file}”不是“一键处理”的成果：缺少 {layers}。</translation>
        </message>
        <message>
            <source>“{file}” is not a workbook of the format .xlsx.</source>
            <translation>“{file}”不是 .xlsx 格式的工作簿。</translation>
        </message>
        <message>
            <source>“{file}” is the table {table}, and is not read in this form. Save it as .xlsx.</source>
            <translation>“{file}”是{table}表，但不读取此种格式。请另存为 .xlsx。</translation>
        </message>
        <message>
            <source>“{file}” names a server ({server}), which would be asked when the file is opened; so it is not opened. If you trust it, open it in QGIS, save its features as a GeoPackage, and choose that.</source>
            <translation>“{file}”指定了服务器（{server}），打开该文件就会访问该服务器，因此不予打开。如信任该文件，请在 QGIS 中打开，将要素另存为 GeoPackage 后选用。</translation>
        </message>
        <message>
            <source>“{file}” names the coordinate system “{system}”, which is not known. Known are: {known}. Add it to resources/sites/outlines.yaml, or export the points in CGCS2000.</source>
            <translation>“{file}”写明的坐标系“{system}”不能识别。可识别的有：{known}。请在 resources/sites/outlines.yaml 中补充，或以 CGCS2000 导出。</translation>
        </message>
        <message>
            <source>“{file}” states the zone “{zone}”. Write its number, such as 39.</source>
            <translation>“{file}”所写带号“{zone}”不是数字。请写数字，如 39。</translation>
        </message>
        <message>
            <source>“{file}” states zone {stated}, and its eastings begin with {zone}. Correct one of them, or export the boundary points again.</source>
            <translation>“{file}”写明带号 {stated}，而东坐标以 {zone} 开头。请改正其一，或重新导出界址点。</translation>
        </message>
        <message>
            <source>“{file}” would fetch or start something wherever it is opened: {what} ({part}). Embed pictures, break links to files, delete such fields, functions and controls, and save it anew.</source>
            <translation>“{file}”打开时会从别处取得内容或启动程序：{what}（{part}）。请嵌入图片、断开与其他文件的链接、删除此类域、函数和控件，然后重新保存。</translation>
        </message>
        <message>
            <source>“{file}” would unpack into {found} MB, and at most {limit} MB are read. {remedy}</source>
            <translation>“{file}”解压后为 {found} MB，最多读取 {limit} MB。{remedy}</translation>
        </message>
        <message>
            <source>“{file}”, layer “{layer}”: a geometry holds geometries inside each other, at least {found} deep, and at most {limit} are read. Delete it, and draw it anew as a polygon.</source>
            <translation>“{file}”图层“{layer}”：有图形逐层嵌套，至少 {found} 层，最多读取 {limit} 层。请删除该图形，并重新绘制为多边形。</translation>
        </message>
        <message>
            <source>“{file}”, layer “{layer}”: it is a view that calls itself (WITH RECURSIVE), which may never end, so it is not opened. Save its rows as a table, and choose that.</source>
            <translation>“{file}”图层“{layer}”：该图层是自我调用（WITH RECURSIVE）的视图，可能永不结束，因此不予打开。请将其内容另存为表后选用。</translation>
        </message>
        <message>
            <source>“{file}”, layer “{layer}”: it is a view that does not end in a time that fits its file, or with {rows} rows, so it is not opened; it may join tables without a condition. Save its rows as a table, and choose that.</source>
            <translation>“{file}”图层“{layer}”：该图层是视图，在与文件大小相称的时间内或 {rows} 行以内不能结束，因此不予打开；可能是未设条件地连接了数据表。请将其内容另存为表后选用。</translation>
        </message>
        <message>
            <source>“{file}”, line {line}: plot {plot} has no points. Export the boundary points again.</source>
            <translation>“{file}”第 {line} 行：地块 {plot} 没有界址点。请重新导出界址点。</translation>
        </message>
        <message>
            <source>“{file}”, line {line}: this is no boundary point. A point is written as J1,1,X,Y (north, then east), below the line of its plot, which ends with “{end}”. Correct the line, or export the points again.</source>
            <translation>“{file}”第 {line} 行不是界址点。界址点写作 J1,1,X,Y（先北后东），位于以“{end}”结尾的地块行之下。请改正该行，或重新导出。</translation>
        </message>
        <message>
            <source>“{file}”, line {line}: {name} is “{value}”, and “{before}” in a line above. Delete the wrong one, or export the boundary points again.</source>
            <translation>“{file}”第 {line} 行：{name}为“{value}”，上文为“{before}”。请删除错误的一行，或重新导出界址点。</translation>
        </message>
        <message>
            <source>“{file}”, line {line}: “{path}” does not exist. Write the path of a county, or its name, a comma and the path.</source>
            <translation>“{file}”第 {line} 行：“{path}”不存在。请写县数据的路径，或写名称、逗号和路径。</translation>
        </message>
        <message>
            <source>“{file}”, plot {plot}: ring {ring} crosses itself, so nobody can tell what lies inside. Put its points into their order along the boundary.</source>
            <translation>“{file}”，地块 {plot}：第 {ring} 圈自相交，无法判断哪一侧在内。请按界线走向排列界址点。</translation>
        </message>
        <message>
            <source>“{file}”, plot {plot}: ring {ring} has no area; it needs three different points. Lines need a width: give the area that the project takes.</source>
            <translation>“{file}”地块 {plot}：第 {ring} 圈没有面积，至少要有三个不同的点。线状工程须给出占地范围面。</translation>
        </message>
        <message>
            <source>“{file}”, plot {plot}: rings {first} and {second} cross each other, so nobody can tell what lies inside. Correct the points.</source>
            <translation>“{file}”地块 {plot}：第 {first} 圈与第 {second} 圈相交，无法判定内外。请改正界址点。</translation>
        </message>
        <message>
            <source>“{file}”: a shapefile holds names of ten bytes. Shortened: {names}. “{beside}” has the whole ones, by which the plugin reads them again; keep it beside the shapefile.</source>
            <translation>“{file}”：Shapefile 字段名最长 10 字节。已缩短：{names}。完整名称见“{beside}”，插件据此读回，请与 Shapefile 一起保存。</translation>
        </message>
        <message>
            <source>“{file}”: a shapefile holds texts of 254 bytes. Cut: {columns}. Choose a GeoPackage to keep them whole.</source>
            <translation>“{file}”：Shapefile 文字最长 254 字节。已截断：{columns}。如需完整保留请选 GeoPackage。</translation>
        </message>
        <message>
            <source>“{file}”: coordinates in “{unit}” are not read. Export the boundary points in metres.</source>
            <translation>“{file}”：不读取以“{unit}”为单位的坐标。请以米为单位导出。</translation>
        </message>
        <message>
            <source>“{file}”: eastings begin with different zones, {zones}. Correct the points, or export them again.</source>
            <translation>“{file}”：横坐标的带号不一致：{zones}。请更正界址点，或重新导出。</translation>
        </message>
        <message>
            <source>“{file}”: its part {part} declares entities, which no office program writes and which may expand without end. Open the file in the program that wrote it, and save it anew.</source>
            <translation>“{file}”：其部件 {part} 声明了实体，办公软件不会写出此类内容，且可能无限展开。请用生成它的软件打开后重新保存。</translation>
        </message>
        <message>
            <source>“{file}”: the closed line near {x:.1f}, {y:.1f} crosses itself, so nobody can tell what lies inside. Correct the drawing.</source>
            <translation>“{file}”：{x:.1f}, {y:.1f} 附近的闭合线自相交，无法判断哪一侧在内。请更正图纸。</translation>
        </message>
        <message>
            <source>“{file}”: the layer {layer} has no column {column}. Choose a result of “Run everything”.</source>
            <translation>“{file}”：图层{layer}没有字段{column}。请选择“一键处理”的成果。</translation>
        </message>
        <message>
            <source>“{file}”: the name {name} has {rows} rows and {columns} columns. Give it the first cell of the table, or the cells that the table has room in.</source>
            <translation>“{file}”：名称 {name} 有 {rows} 行 {columns} 列。请将其指向表格的第一个单元格，或表格可用的单元格区域。</translation>
        </message>
        <message>
            <source>“{file}”: the name {name} leads into the merged cells {cells} of sheet “{sheet}”, of which only the first can be filled. Split them, or give the name other cells.</source>
            <translation>“{file}”：名称 {name} 指向工作表“{sheet}”的合并单元格 {cells}，其中只有第一个单元格可以填写。请取消合并，或将名称指向其他单元格。</translation>
        </message>
        <message>
            <source>“{file}”: the name {name} leads to no cell. Delete the name, or give it a cell.</source>
            <translation>“{file}”：名称 {name} 未指向任何单元格。请删除该名称，或为其指定单元格。</translation>
        </message>
        <message>
            <source>“{file}”: the outline near {x:.1f}, {y:.1f} is there twice, and what lies inside two of them is a hole. Delete one of each; in drawings also fillings.</source>
            <translation>“{file}”：{x:.1f}, {y:.1f} 附近的界线重复，两条界线之内视为空洞。请各删去一条；图纸中的填充也请删去。</translation>
        </message>
        <message>
            <source>“{file}”: the outlines inside others fill them, as lots do, and what lies inside two of them is a hole: nothing is left. Delete either the outer outline or those inside it.</source>
            <translation>“{file}”：外围界线已被其内的界线（如分块）填满，两条界线之内视为空洞，因此没有剩余范围。请删去外围界线，或删去其内的界线。</translation>
        </message>
        <message>
            <source>“{file}”: the table cases is none of this plugin's: it lacks {columns}.</source>
            <translation>“{file}”：cases表不是本插件的案件表，缺少字段{columns}。</translation>
        </message>
        <message>
            <source>“{file}”: the table {name} has {count} rows and does not fit above cell {cell} of sheet “{sheet}”.</source>
            <translation>“{file}”：表 {name} 有 {count} 行，工作表“{sheet}”单元格 {cell} 以上空间不足。</translation>
        </message>
        <message>
            <source>“{file}”: the table {name} has {count} rows and does not fit on sheet “{sheet}”.</source>
            <translation>“{file}”：表 {name} 有 {count} 行，工作表“{sheet}”容纳不下。</translation>
        </message>
        <message>
            <source>“{file}”: two closed lines cross each other near {x:.1f}, {y:.1f}. Correct the drawing.</source>
            <translation>“{file}”：在 {x:.1f}, {y:.1f} 附近有两条闭合线相交。请改正图纸。</translation>
        </message>
        <message>
            <source>“{file}”: {names} is none of the report's names. Known are {known}, and {prefix}&lt;code&gt;_&lt;column&gt; for each unit's code and each column of the layer summary.</source>
            <translation>“{file}”：{names} 不是报告中的名称。可用名称：{known}，以及 {prefix}&lt;代码&gt;_&lt;列名&gt;（各行政区代码和 summary 图层各列）。</translation>
        </message>
        <message>
            <source>“{folder}” has no answers of a patrol: nothing is filled in, or there is no package in it.</source>
            <translation>“{folder}”中没有巡查记录：未填写内容，或没有巡查数据包。</translation>
        </message>
        <message>
            <source>“{folder}” is no output folder of “Run everything for a folder of counties”: it lacks {file}.</source>
            <translation>“{folder}”不是“分县批量运行”的输出文件夹：缺少 {file}。</translation>
        </message>
        <message>
            <source>“{folder}” is the output folder, where the warnings of earlier results count on anyway, and would be replaced. Leave “{name}” empty, or choose another output folder.</source>
            <translation>“{folder}”就是输出文件夹：其中原成果的警示本来就沿用，且会被替换。请把“{name}”留空，或另选输出文件夹。</translation>
        </message>
        <message>
            <source>“{layer}” cannot be filtered now; it is being edited.</source>
            <translation>“{layer}”正在编辑，暂不能筛选。</translation>
        </message>
        <message>
            <source>“{layer}” cannot be opened: its server does not answer or refuses the user, there is no such layer, or its filter fails. Load it in QGIS's Browser, which says why, and choose it there.</source>
            <translation>无法打开“{layer}”：服务器没有响应或拒绝该用户，没有这一图层，或其过滤条件出错。请在 QGIS 浏览器中加载该图层（会显示原因），再从中选择。</translation>
        </message>
        <message>
            <source>“{layer}” has no column that is known for the code of a unit:</source>
            <translation>“{layer}”中没有可识别为行政区代码的字段：</translation>
        </message>
        <message>
            <source>“{layer}” has no column that is known for these fields:</source>
            <translation>“{layer}”中没有可识别为以下字段的列：</translation>
        </message>
        <message>
            <source>“{layer}” has none of {columns}</source>
            <translation>“{layer}”中没有 {columns}</translation>
        </message>
        <message>
            <source>“{layer}” is no plain table</source>
            <translation>“{layer}”不是普通数据表</translation>
        </message>
        <message>
            <source>“{name}” has no file of layers and is no county.</source>
            <translation>“{name}”中没有图层文件，不是县。</translation>
        </message>
        <message>
            <source>“{name}” in the output folder is of an earlier run and does not show these results.</source>
            <translation>成果文件夹中的“{name}”是以前运行的成果，与本次结果不符。</translation>
        </message>
        <message>
            <source>“{name}” of the earlier results does not fit the new ones and was left out: {reason}</source>
            <translation>原成果中的“{name}”与新成果不适配，未予保留：{reason}</translation>
        </message>
        <message>
            <source>“{one}” and “{another}” are both the table {table}. Leave one of them in the folder.</source>
            <translation>“{one}”和“{another}”都是“{table}”表，文件夹中只留一个。</translation>
        </message>
        <message>
            <source>“{one}” and “{another}” would both write into the folder “{folder}”. Rename one, or name them in a list of counties.</source>
            <translation>“{one}”和“{another}”都会写入文件夹“{folder}”。请改名，或在县名单中分别命名。</translation>
        </message>
        <message>
            <source>“{output}” is no output that QGIS can write to. Choose a file, or a database of QGIS's.</source>
            <translation>QGIS 无法写入“{output}”。请选择文件，或 QGIS 支持的数据库。</translation>
        </message>
        <message>
            <source>“{output}” is not there, but {tables} is: the run writes a table of that name beside its output, and would replace it. Move it elsewhere, or give the output another name.</source>
            <translation>“{output}”不存在，但已有{tables}：本次运行将在输出旁写入同名表并覆盖它。请将其移到别处，或为输出另取名称。</translation>
        </message>
        <message>
            <source>“{output}” is there already, and QGIS would delete it before the first new row is written. Remove it, or give the output another name.</source>
            <translation>“{output}”已存在，QGIS会在写入新记录前将其删除。请先移除该表，或为输出另取名称。</translation>
        </message>
        <message>
            <source>“{path}” ({reason})</source>
            <translation>“{path}”（{reason}）</translation>
        </message>
        <message>
            <source>“{path}” also holds {layers}, which would be lost. Choose another file, or move these layers first.</source>
            <translation>“{path}”中还有{layers}，写入后将丢失。请另选文件，或先将这些图层移走。</translation>
        </message>
        <message>
            <source>“{path}” also holds {tables}, of a kind that cannot be moved into new results. Choose another place, or move these tables first.</source>
            <translation>“{path}”中还有{tables}，此类表不能移入新成果。请另选位置，或先将其移走。</translation>
        </message>
        <message>
            <source>“{path}” cannot be opened: {reason}. Ask for the right to read it.</source>
            <translation>无法打开“{path}”：{reason}。请申请读取权限。</translation>
        </message>
        <message>
            <source>“{path}” cannot be read: it is damaged, incomplete or no file of layers ({reason}). Copy it anew from its source.</source>
            <translation>无法读取“{path}”：文件已损坏、不完整或不是图层文件（{reason}）。请从数据来源重新复制。</translation>
        </message>
        <message>
            <source>“{path}” could not be read or written: {reason}. No output was written.</source>
            <translation>无法读写“{path}”：{reason}。未写入任何输出。</translation>
        </message>
        <message>
            <source>“{path}” could not be written ({reason}). Is another program writing there, or the file read-only? Nothing was changed in it; try again.</source>
            <translation>“{path}”无法写入（{reason}）。是否有其他程序正在写入，或文件只读？文件未作任何更改，请重试。</translation>
        </message>
        <message>
            <source>“{path}” does not exist.</source>
            <translation>“{path}”不存在。</translation>
        </message>
        <message>
            <source>“{path}” does not exist. Was it moved, renamed or deleted? Choose it anew.</source>
            <translation>“{path}”不存在，是否已被移动、改名或删除？请重新选择。</translation>
        </message>
        <message>
            <source>“{path}” exists already, and may hold what somebody has filled in. Choose another name.</source>
            <translation>“{path}”已存在，其中可能有已填写的内容。请另取文件名。</translation>
        </message>
        <message>
            <source>“{path}” gives a name twice in one object, so that nobody knows which value counts: {names} (how often). Export it anew from its source, with each name once.</source>
            <translation>“{path}”中同一对象内有重复的名称，无法判断以哪个值为准：{names}（重复次数）。请从数据来源重新导出，每个名称只出现一次。</translation>
        </message>
        <message>
            <source>“{path}” has no county: a folder, geodatabase or file with a layer of parcels, recognised by its name (DLTB, 地类图斑) or its fields.</source>
            <translation>“{path}”中没有县：应有含图斑图层（按名称 DLTB、地类图斑或按字段识别）的文件夹、地理数据库或文件。</translation>
        </message>
        <message>
            <source>“{path}” has no layer “{layer}”. Its layers: {layers}.</source>
            <translation>“{path}”中没有图层“{layer}”。已有图层：{layers}。</translation>
        </message>
        <message>
            <source>“{path}” has {rows} rows, but {features} of them are read. See to its quotation marks, and to coordinates that are missing or cannot be read.</source>
            <translation>“{path}”有 {rows} 行，只读到 {features} 行。请检查引号，以及缺失或无法识别的坐标。</translation>
        </message>
        <message>
            <source>“{path}” holds answers of a patrol, which new lists would replace. Import them first, and choose another folder for the lists.</source>
            <translation>“{path}”中已有巡查填写内容，新清单会将其覆盖。请先导入，并为清单另选文件夹。</translation>
        </message>
        <message>
            <source>“{path}” is a folder. Choose the name of a file.</source>
            <translation>“{path}”是文件夹，请指定文件名。</translation>
        </message>
        <message>
            <source>“{path}” is a link to “{target}”, where files would be replaced. Remove the link, or choose another output folder.</source>
            <translation>“{path}”是指向“{target}”的链接，写入会替换那里的文件。请删除该链接，或另选输出文件夹。</translation>
        </message>
        <message>
            <source>“{path}” is a table of its own, and would be replaced by the one of the shapefile. Choose another name for the output.</source>
            <translation>“{path}”是一个独立的表，会被 Shapefile 的属性表替换。请为输出另取名称。</translation>
        </message>
        <message>
            <source>“{path}” is a {suffix} file, which this version does not read. Convert it to a GeoPackage, a shapefile or a file geodatabase with the software that wrote it, and choose that.</source>
            <translation>“{path}”是 {suffix} 文件，本版本不能读取。请用生成它的软件转换为 GeoPackage、Shapefile 或文件地理数据库，再选择转换后的文件。</translation>
        </message>
        <message>
            <source>“{path}” is an input of this run and must not be its output. Choose another file.</source>
            <translation>“{path}”是本次运行的输入数据，不能同时作为输出。请另选文件。</translation>
        </message>
        <message>
            <source>“{path}” is being edited, in QGIS or in another program, and replacing it now would lose those edits. Save and end editing, or close the program; or choose another place.</source>
            <translation>“{path}”正在 QGIS 或其他程序中编辑，此时替换会丢失这些编辑。请保存并结束编辑，或关闭该程序，或另选输出位置。</translation>
        </message>
        <message>
            <source>“{path}” is cut off: it should have {length} bytes and has {size}. Copy the shapefile anew from its source.</source>
            <translation>“{path}”不完整：应有 {length} 字节，实有 {size} 字节。请从数据来源重新复制该 Shapefile。</translation>
        </message>
        <message>
            <source>“{path}” is damaged, or no journal of this plugin. Delete it: all counties are computed anew then.</source>
            <translation>“{path}”已损坏，或不是本插件的运行日志。请删除该文件，各县将重新计算。</translation>
        </message>
        <message>
            <source>“{path}” is damaged, or was not written by this plugin: by this list, results of a run that was stopped would be moved to their places. Take what you need from its folder, delete the folder, and run again.</source>
            <translation>“{path}”已损坏，或不是由本插件写入的：该清单用于把中断运行的成果移到位。请从其所在文件夹取出需要的内容，删除该文件夹后重新运行。</translation>
        </message>
        <message>
            <source>“{path}” is given for two outputs, “{first}” and “{second}”, and one would replace the other. Choose another file for one of them.</source>
            <translation>“{path}”同时指定给两项输出“{first}”和“{second}”，其中一项会取代另一项。请为其中一项另选文件。</translation>
        </message>
        <message>
            <source>“{path}” is no list of counties: it is too large.</source>
            <translation>“{path}”过大，不是县名单。</translation>
        </message>
        <message>
            <source>“{path}” is no list of counties: its text is neither UTF-8 nor GBK.</source>
            <translation>“{path}”不是县名单：文字既不是 UTF-8 也不是 GBK 编码。</translation>
        </message>
        <message>
            <source>“{path}” is no package of a patrol: it lacks {columns}.</source>
            <translation>“{path}”不是巡查数据包：缺少{columns}。</translation>
        </message>
        <message>
            <source>“{path}” is not a folder of drawn sheets. Rename it, or choose another place.</source>
            <translation>“{path}”不是存放已画图幅的文件夹。请将其改名，或另选位置。</translation>
        </message>
        <message>
            <source>“{path}” is not a folder of this plugin, which needs one of this name for its unfinished files. Rename it, or choose another place.</source>
            <translation>“{path}”不是本插件的文件夹，而本插件须用该名称存放未完成的文件。请将其改名，或另选位置。</translation>
        </message>
        <message>
            <source>“{path}” no longer has all features of layer “{layer}” that it had when the run began. Run again when nothing writes to it, or copy it anew from its source.</source>
            <translation>“{path}”中图层“{layer}”的要素比运行开始时少。请在没有程序写入该文件时重新运行，或从来源处重新复制。</translation>
        </message>
        <message>
            <source>“{path}” was changed by somebody while the run was at work, or holds what cannot be moved into the new file. It is kept as “{kept}”.</source>
            <translation>“{path}”在运行期间被他人改动，或含有不能移入新文件的内容。原文件已保留为“{kept}”。</translation>
        </message>
        <message>
            <source>“{path}” was changed, replaced or removed while the run read it; the figures would be partly old and partly new. Run again when nothing writes to it, or work on a copy.</source>
            <translation>运行读取期间，“{path}”被修改、替换或删除，所得数据将新旧混杂。请在没有程序写入该文件时重新运行，或使用副本。</translation>
        </message>
        <message>
            <source>“{path}” was left here by another program and would spoil the new file of that name. It is kept as “{kept}”.</source>
            <translation>“{path}”是其他程序遗留的文件，会损坏同名的新文件。已改名保留为“{kept}”。</translation>
        </message>
        <message>
            <source>“{path}”, line {line}: a quotation mark neither begins nor ends a value, so that rows run into each other. Correct it (a mark inside a value is written twice), or export the file anew.</source>
            <translation>“{path}”第 {line} 行：引号既不是值的开头也不是结尾，造成多行连成一行。请更正（值内的引号应写两次），或重新导出该文件。</translation>
        </message>
        <message>
            <source>“{path}”, line {line}: a value between quotation marks holds a whole row of the table. Close the mark where its value ends, or save the file as .xlsx.</source>
            <translation>“{path}”第 {line} 行：引号内的一个值包含了表格的整行内容。请在该值结束处补上引号，或将文件另存为 .xlsx。</translation>
        </message>
        <message>
            <source>“{path}”, row {row}: it has {count} values, and there are {headings} headings: there is a separator inside a value of this row, and those behind it have moved. Put that value between quotation marks, or write numbers without separators.</source>
            <translation>“{path}”第 {row} 行：有 {count} 个值，而表头只有 {headings} 个：本行某个值内含有分隔符，其后的值已错位。请给该值加引号，或数字不写千位分隔符。</translation>
        </message>
        <message>
            <source>“{path}”: QGIS takes a % with two digits for another character, and opens no file of this name. Rename the file or its folder, or choose another place.</source>
            <translation>“{path}”：QGIS 会把 % 及其后两位十六进制数字当作另一个字符，不能打开该名称的文件。请将文件或文件夹改名，或另选位置。</translation>
        </message>
        <message>
            <source>“{path}”: no polygon layer there is recognised by its name or its fields.</source>
            <translation>“{path}”：其中没有能按名称或字段识别的面图层。</translation>
        </message>
        <message>
            <source>“{path}”: not every system accepts this name. Names of outputs must not contain | &lt; &gt; : " \ ? * or control characters, end with a dot or a blank, or be those of devices, such as CON, NUL and COM1.</source>
            <translation>“{path}”：该名称在有的系统上不能使用。输出名称不能含有 | &lt; &gt; : " \ ? * 或控制字符，不能以点或空格结尾，也不能是 CON、NUL、COM1 等设备名。</translation>
        </message>
        <message>
            <source>“{path}”: nothing can be written here under this name, as what stands behind ! or ; (in some versions #) in a path is taken for something else. Choose another name or folder.</source>
            <translation>“{path}”：不能以该名称写入：路径中的 ! 或 ;（有的版本还有 #）之后的部分会被当作别的内容。请另选名称或文件夹。</translation>
        </message>
        <message>
            <source>“{path}”: this format cannot be written. Formats: {formats}.</source>
            <translation>“{path}”：不能写入该格式。可用格式：{formats}。</translation>
        </message>
        <message>
            <source>“{value}” is no level of land classes: enter 1 or 2.</source>
            <translation>“{value}”不是地类级别，请填 1 或 2。</translation>
        </message>
        <message>
            <source>“{value}” is no level of units: enter one of {levels}.</source>
            <translation>“{value}”不是行政级别，请填 {levels} 之一。</translation>
        </message>
        <message>
            <source>“{value}” is no value of {column}.</source>
            <translation>“{value}”不是{column}的取值。</translation>
        </message>
    </context>
</TS>
