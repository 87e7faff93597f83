/* Refuses to rename and to remove files that are open somewhere, as NTFS does, in the folder HELD_FILES_IN.
 *
 * Loaded before the system's own (LD_PRELOAD), it looks for the file's inode among the open files of every process before the call goes
 * on: rename (of the file, of what it would replace, and of a folder with an open file below), unlink and remove fail
 * with EACCES. Let through is what SQLite (-shm) and Qt (.lock) remove while it is open on Unix alone.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int ends_with(const char *text, const char *end) {
    size_t size = strlen(text), tail = strlen(end);
    return size >= tail && strcmp(text + size - tail, end) == 0;
}

/* Resolve a path that may be relative to an open folder; links in its last part stay. */
static int resolved(int folder, const char *path, char *result) {
    char whole[PATH_MAX * 2], link[64], base[PATH_MAX];
    if (path[0] == '/') {
        snprintf(whole, sizeof whole, "%s", path);
    } else if (folder == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return 0;
        snprintf(whole, sizeof whole, "%s/%s", base, path);
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t size = readlink(link, base, sizeof base - 1);
        if (size < 0) return 0;
        base[size] = 0;
        snprintf(whole, sizeof whole, "%s/%s", base, path);
    }
    snprintf(result, PATH_MAX, "%s", whole);
    return 1;
}

/* Return whether any process has a file open that is this one, or lies below this folder. */
static int is_open(const char *path, const struct stat *file) {
    char name[PATH_MAX], below[PATH_MAX], shown[PATH_MAX];
    int is_folder = S_ISDIR(file->st_mode);
    snprintf(below, sizeof below, "%s/", path);
    DIR *processes = opendir("/proc");
    if (!processes) return 0;
    int found = 0;
    for (struct dirent *process; !found && (process = readdir(processes));) {
        if (process->d_name[0] < '0' || process->d_name[0] > '9') continue;
        snprintf(name, sizeof name, "/proc/%s/fd", process->d_name);
        DIR *files = opendir(name);
        if (!files) continue;
        for (struct dirent *one; !found && (one = readdir(files));) {
            struct stat other;
            if (one->d_name[0] == '.') continue;
            snprintf(name, sizeof name, "/proc/%s/fd/%s", process->d_name, one->d_name);
            if (stat(name, &other) || S_ISDIR(other.st_mode)) continue;
            if (is_folder) {
                ssize_t size = readlink(name, shown, sizeof shown - 1);
                if (size < 0) continue;
                shown[size] = 0;
                found = strncmp(shown, below, strlen(below)) == 0;
            } else {
                found = other.st_dev == file->st_dev && other.st_ino == file->st_ino;
            }
        }
        closedir(files);
    }
    closedir(processes);
    return found;
}

static int is_held(int folder, const char *path) {
    char whole[PATH_MAX];
    struct stat file;
    const char *within = getenv("HELD_FILES_IN");
    if (!within || !path || !resolved(folder, path, whole)) return 0;
    if (strncmp(whole, within, strlen(within)) || ends_with(whole, "-shm") || ends_with(whole, ".lock")) return 0;
    int before = errno, held = lstat(whole, &file) == 0 && !S_ISLNK(file.st_mode) && is_open(whole, &file);
    errno = before;
    return held;
}

#define REFUSE_IF(condition) if (condition) { errno = EACCES; return -1; }
#define REAL(type, name, ...) ((type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

int rename(const char *from, const char *to) {
    REFUSE_IF(is_held(AT_FDCWD, from) || is_held(AT_FDCWD, to))
    return REAL(int, rename, const char *, const char *)(from, to);
}

int renameat(int folder, const char *from, int other, const char *to) {
    REFUSE_IF(is_held(folder, from) || is_held(other, to))
    return REAL(int, renameat, int, const char *, int, const char *)(folder, from, other, to);
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned int flags) {
    REFUSE_IF(is_held(folder, from) || is_held(other, to))
    return REAL(int, renameat2, int, const char *, int, const char *, unsigned int)(folder, from, other, to, flags);
}

int unlink(const char *path) {
    REFUSE_IF(is_held(AT_FDCWD, path))
    return REAL(int, unlink, const char *)(path);
}

int unlinkat(int folder, const char *path, int flags) {
    REFUSE_IF(!(flags & AT_REMOVEDIR) && is_held(folder, path))
    return REAL(int, unlinkat, int, const char *, int)(folder, path, flags);
}

int remove(const char *path) {
    REFUSE_IF(is_held(AT_FDCWD, path))
    return REAL(int, remove, const char *)(path);
}
