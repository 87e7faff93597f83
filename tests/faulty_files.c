/* Fails the n-th call of a kind on files below the folders FAULTY_FILES_IN, as bad disks, full disks and virus scanners do.
 *
 * Loaded before the system's own (LD_PRELOAD). FAULTY_FILES_STATE is a file that all processes of a run share, in memory:
 * faulty_files.py lays it out, says there what is to fail, and reads how many calls there were and which one failed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum call { WRITE, READ, OPEN, RENAME, UNLINK, SYNC, MKDIR, CALLS };
enum fault { NONE, SHORT_WRITE, FULL_DISK, FAILED_READ, REFUSED_OPEN, REFUSED_RENAME, REFUSED_UNLINK, FAILED_SYNC, REFUSED_MKDIR };

struct state {
    int64_t fault, at;       /* what fails, and at which call of its kind, counted from 1 */
    int64_t counts[CALLS];   /* calls so far */
    int64_t struck;          /* how many calls failed */
    char path[512];          /* of the first one that failed */
    char only[512];          /* the only file that is looked at; empty for all */
};

static const enum call CALL_OF[] = {CALLS, WRITE, WRITE, READ, OPEN, RENAME, UNLINK, SYNC, MKDIR};
static struct state *shared;
static char folders[4][PATH_MAX];
static int folder_count;
static __thread int inside;  /* calls that this library makes itself */

#define REAL(type, name, ...) ((type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *state = getenv("FAULTY_FILES_STATE"), *in = getenv("FAULTY_FILES_IN");
    if (!state || !in) return;
    int file = REAL(int, open, const char *, int, ...)(state, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *memory = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    char list[4 * PATH_MAX], *rest = NULL;
    snprintf(list, sizeof list, "%s", in);
    for (char *one = strtok_r(list, ":", &rest); one && folder_count < 4; one = strtok_r(NULL, ":", &rest))
        snprintf(folders[folder_count++], PATH_MAX, "%s/", one);
    if (memory != MAP_FAILED) shared = memory;
}

static int is_below(const char *path) {
    for (int i = 0; i < folder_count; i++)
        if (strncmp(path, folders[i], strlen(folders[i])) == 0) return 1;
    return 0;
}

/* Write the path of an open file; 0 if it has none. */
static int path_of(int file, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    path[size < 0 ? 0 : size] = 0;
    return size > 0;
}

/* Write a path that may be relative to an open folder as a whole one. */
static void whole_path(int folder, const char *given, char *path) {
    char base[PATH_MAX];
    if (given[0] == '/') {
        snprintf(path, PATH_MAX, "%s", given);
        return;
    }
    if (folder == AT_FDCWD ? !getcwd(base, sizeof base) : !path_of(folder, base)) base[0] = 0;
    snprintf(path, PATH_MAX, "%.2000s/%.2000s", base, given);
}

/* Count a call; return whether it is to fail. What fails for good does so from then on, reading only of the same file. */
static int is_struck(enum call call, const char *path) {
    if (!shared || !is_below(path) || (shared->only[0] && strcmp(path, shared->only))) return 0;
    int64_t number = __atomic_add_fetch(&shared->counts[call], 1, __ATOMIC_SEQ_CST), fault = shared->fault;
    if (fault <= NONE || fault > REFUSED_MKDIR || CALL_OF[fault] != call || number < shared->at) return 0;
    int first = number == shared->at;
    if (!first && fault == FAILED_READ && strcmp(path, shared->path)) return 0;
    if (!first && fault != FAILED_READ && fault != FULL_DISK) return 0;
    if (first) snprintf(shared->path, sizeof shared->path, "%.511s", path);
    __atomic_add_fetch(&shared->struck, 1, __ATOMIC_SEQ_CST);
    return 1;
}

static int is_struck_at(enum call call, int folder, const char *given) {
    if (!shared || inside || !given) return 0;
    char path[PATH_MAX];
    int before = errno;
    inside = 1;
    whole_path(folder, given, path);
    int struck = is_struck(call, path);
    inside = 0;
    errno = before;
    return struck;
}

static int is_struck_in(enum call call, int file) {
    if (!shared || inside) return 0;
    char path[PATH_MAX];
    int before = errno;
    inside = 1;
    int struck = path_of(file, path) && is_struck(call, path);
    inside = 0;
    errno = before;
    return struck;
}

static int is_full(void) { return shared->fault == FULL_DISK; }

#define FAIL(error) { errno = (error); return -1; }

/* Writing: half of it, or nothing and "no space". */

ssize_t write(int file, const void *data, size_t size) {
    if (is_struck_in(WRITE, file)) {
        if (is_full()) FAIL(ENOSPC)
        size = size > 1 ? size / 2 : size;
    }
    return REAL(ssize_t, write, int, const void *, size_t)(file, data, size);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) {
    if (is_struck_in(WRITE, file)) {
        if (is_full()) FAIL(ENOSPC)
        size = size > 1 ? size / 2 : size;
    }
    return REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)(file, data, size, offset);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return pwrite64(file, data, size, offset); }

ssize_t writev(int file, const struct iovec *parts, int count) {
    if (is_struck_in(WRITE, file)) {
        if (is_full()) FAIL(ENOSPC)
        count = count > 1 ? count / 2 : count;
    }
    return REAL(ssize_t, writev, int, const struct iovec *, int)(file, parts, count);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) {
    if (is_struck_in(READ, from)) FAIL(EIO)
    if (is_struck_in(WRITE, to)) {
        if (is_full()) FAIL(ENOSPC)
        size = size > 1 ? size / 2 : size;
    }
    return REAL(ssize_t, sendfile64, int, int, off64_t *, size_t)(to, from, offset, size);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t size) { return sendfile64(to, from, offset, size); }

ssize_t copy_file_range(int from, off64_t *start, int to, off64_t *offset, size_t size, unsigned int flags) {
    if (is_struck_in(READ, from)) FAIL(EIO)
    if (is_struck_in(WRITE, to)) {
        if (is_full()) FAIL(ENOSPC)
        size = size > 1 ? size / 2 : size;
    }
    return REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned int)(from, start, to, offset, size, flags);
}

int ftruncate64(int file, off64_t size) {
    struct stat now;
    if (fstat(file, &now) == 0 && size > now.st_size && is_struck_in(WRITE, file) && is_full()) FAIL(ENOSPC)
    return REAL(int, ftruncate64, int, off64_t)(file, size);
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

/* What a buffer still holds is lost when it cannot be written. */

static int is_written(FILE *stream) { return stream && __fwritable(stream) && __fpending(stream) > 0; }

size_t fwrite(const void *data, size_t size, size_t count, FILE *stream) {
    if (size && count && is_struck_in(WRITE, fileno(stream))) {
        if (is_full()) { errno = ENOSPC; return 0; }
        count = count > 1 ? count / 2 : count;
    }
    return REAL(size_t, fwrite, const void *, size_t, size_t, FILE *)(data, size, count, stream);
}

int fflush(FILE *stream) {
    if (is_written(stream) && is_struck_in(WRITE, fileno(stream)) && is_full()) { __fpurge(stream); errno = ENOSPC; return EOF; }
    return REAL(int, fflush, FILE *)(stream);
}

int fclose(FILE *stream) {
    if (is_written(stream) && is_struck_in(WRITE, fileno(stream)) && is_full()) {
        __fpurge(stream);
        REAL(int, fclose, FILE *)(stream);
        errno = ENOSPC;
        return EOF;
    }
    return REAL(int, fclose, FILE *)(stream);
}

int fsync(int file) {
    if (is_struck_in(SYNC, file)) FAIL(EIO)
    return REAL(int, fsync, int)(file);
}

int fdatasync(int file) {
    if (is_struck_in(SYNC, file)) FAIL(EIO)
    return REAL(int, fdatasync, int)(file);
}

/* Reading. */

ssize_t read(int file, void *data, size_t size) {
    if (is_struck_in(READ, file)) FAIL(EIO)
    return REAL(ssize_t, read, int, void *, size_t)(file, data, size);
}

ssize_t __read_chk(int file, void *data, size_t size, size_t room) {
    if (is_struck_in(READ, file)) FAIL(EIO)
    return REAL(ssize_t, __read_chk, int, void *, size_t, size_t)(file, data, size, room);
}

ssize_t pread64(int file, void *data, size_t size, off64_t offset) {
    if (is_struck_in(READ, file)) FAIL(EIO)
    return REAL(ssize_t, pread64, int, void *, size_t, off64_t)(file, data, size, offset);
}

ssize_t pread(int file, void *data, size_t size, off_t offset) { return pread64(file, data, size, offset); }

ssize_t __pread64_chk(int file, void *data, size_t size, off64_t offset, size_t room) {
    if (is_struck_in(READ, file)) FAIL(EIO)
    return REAL(ssize_t, __pread64_chk, int, void *, size_t, off64_t, size_t)(file, data, size, offset, room);
}

ssize_t readv(int file, const struct iovec *parts, int count) {
    if (is_struck_in(READ, file)) FAIL(EIO)
    return REAL(ssize_t, readv, int, const struct iovec *, int)(file, parts, count);
}

size_t fread(void *data, size_t size, size_t count, FILE *stream) {
    if (size && count && is_struck_in(READ, fileno(stream))) { errno = EIO; return 0; }
    return REAL(size_t, fread, void *, size_t, size_t, FILE *)(data, size, count, stream);
}

/* Opening: "input/output error" to read, "access denied" to make. Folders are opened too, and not counted. */

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
#define REFUSE_TO_OPEN(folder, path, flags) \
    if (!((flags) & (O_DIRECTORY | O_PATH)) && is_struck_at(OPEN, folder, path)) FAIL((flags) & O_CREAT ? EACCES : EIO)

int open(const char *path, int flags, ...) {
    MODE(flags)
    REFUSE_TO_OPEN(AT_FDCWD, path, flags)
    return REAL(int, open, const char *, int, ...)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags)
    REFUSE_TO_OPEN(AT_FDCWD, path, flags)
    return REAL(int, open64, const char *, int, ...)(path, flags, mode);
}

int __open_2(const char *path, int flags) {
    REFUSE_TO_OPEN(AT_FDCWD, path, flags)
    return REAL(int, __open_2, const char *, int)(path, flags);
}

int __open64_2(const char *path, int flags) {
    REFUSE_TO_OPEN(AT_FDCWD, path, flags)
    return REAL(int, __open64_2, const char *, int)(path, flags);
}

int openat(int folder, const char *path, int flags, ...) {
    MODE(flags)
    REFUSE_TO_OPEN(folder, path, flags)
    return REAL(int, openat, int, const char *, int, ...)(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    MODE(flags)
    REFUSE_TO_OPEN(folder, path, flags)
    return REAL(int, openat64, int, const char *, int, ...)(folder, path, flags, mode);
}

FILE *fopen(const char *path, const char *how) {
    if (is_struck_at(OPEN, AT_FDCWD, path)) { errno = how[0] == 'r' ? EIO : EACCES; return NULL; }
    return REAL(FILE *, fopen, const char *, const char *)(path, how);
}

FILE *fopen64(const char *path, const char *how) {
    if (is_struck_at(OPEN, AT_FDCWD, path)) { errno = how[0] == 'r' ? EIO : EACCES; return NULL; }
    return REAL(FILE *, fopen64, const char *, const char *)(path, how);
}

/* Names. */

int rename(const char *from, const char *to) {
    if (is_struck_at(RENAME, AT_FDCWD, to)) FAIL(EACCES)
    return REAL(int, rename, const char *, const char *)(from, to);
}

int renameat(int folder, const char *from, int other, const char *to) {
    if (is_struck_at(RENAME, other, to)) FAIL(EACCES)
    return REAL(int, renameat, int, const char *, int, const char *)(folder, from, other, to);
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned int flags) {
    if (is_struck_at(RENAME, other, to)) FAIL(EACCES)
    return REAL(int, renameat2, int, const char *, int, const char *, unsigned int)(folder, from, other, to, flags);
}

int linkat(int folder, const char *from, int other, const char *to, int flags) {
    if (is_struck_at(RENAME, other, to)) FAIL(EACCES)
    return REAL(int, linkat, int, const char *, int, const char *, int)(folder, from, other, to, flags);
}

int link(const char *from, const char *to) {
    if (is_struck_at(RENAME, AT_FDCWD, to)) FAIL(EACCES)
    return REAL(int, link, const char *, const char *)(from, to);
}

int unlink(const char *path) {
    if (is_struck_at(UNLINK, AT_FDCWD, path)) FAIL(EACCES)
    return REAL(int, unlink, const char *)(path);
}

int unlinkat(int folder, const char *path, int flags) {
    if (is_struck_at(UNLINK, folder, path)) FAIL(EACCES)
    return REAL(int, unlinkat, int, const char *, int)(folder, path, flags);
}

int rmdir(const char *path) {
    if (is_struck_at(UNLINK, AT_FDCWD, path)) FAIL(EACCES)
    return REAL(int, rmdir, const char *)(path);
}

int remove(const char *path) {
    if (is_struck_at(UNLINK, AT_FDCWD, path)) FAIL(EACCES)
    return REAL(int, remove, const char *)(path);
}

int mkdir(const char *path, mode_t mode) {
    if (is_struck_at(MKDIR, AT_FDCWD, path)) FAIL(EACCES)
    return REAL(int, mkdir, const char *, mode_t)(path, mode);
}
