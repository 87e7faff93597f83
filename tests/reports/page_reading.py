"""Reads report.html as a browser would: its tables, cards and texts."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr", "circle", "path", "rect", "line"}


class Element:
    """An element with its attributes, children and text."""

    def __init__(self, name, attributes, parent):
        self.name, self.attributes, self.parent = name, dict(attributes), parent
        self.children = []

    def all(self, name, kind=""):
        """Elements of a name (and class) below this one, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.name == name and kind in ("", *child.attributes.get("class", "").split()):
                    found.append(child)
                found += child.all(name, kind)
        return found

    def by_id(self, identifier):
        """The element of an id."""
        for child in self.children:
            if isinstance(child, Element):
                if child.attributes.get("id") == identifier:
                    return child
                found = child.by_id(identifier)
                if found is not None:
                    return found
        return None

    @property
    def text(self):
        """The text, with a line break for each <br>."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.name == "br" else child.text for child in self.children
        ).strip()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("root", {}, None)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Element(tag, attrs, self.here))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.here.name == tag, f"<{self.here.name}> ended by </{tag}>"
            self.here = self.here.parent

    def handle_data(self, data):
        self.here.children.append(data)


def read_page(path):
    """The page's root element; elements must be nested rightly."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    assert reader.here is reader.root
    return reader.root


def table_of(page, key):
    """Headings and rows of a table of the page, as texts."""
    table = page.by_id(key).all("table")[0]
    heads = [cell.text for cell in table.all("tr", "sort")[0].all("th")]
    return heads, [[cell.text for cell in row.all("td")] for row in table.all("tbody")[0].all("tr")]


def cards_of(page):
    """Unit code -> topic -> (state in words, figure -> texts in 10,000 mu, mu, m²)."""
    cards = {}
    for card in page.all("article", "card"):
        topics = {}
        for body in card.all("tbody"):
            first, *rows = body.all("tr")
            state = first.all("span", "state")
            words = state[0].text if state else ""
            title = first.text.removesuffix(words).strip()
            topics[title] = (words, {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in rows})
        cards[card.attributes["data-unit"]] = topics
    return cards
