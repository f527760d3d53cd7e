#include "temp_folder.h"

#include "record/fault.h"

#include <gtest/gtest.h>

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace seihon::ledger::test {

namespace {

fs::path baseFor(TempFolder::Where where) {
    return where == TempFolder::Where::Memory && ::access("/dev/shm", W_OK | X_OK) == 0
               ? fs::path("/dev/shm")
               : fs::temp_directory_path();
}

bool putText(const char* file, const std::string& text) {
    std::ofstream out(file);
    out << text;
    out.flush();
    return out.good();
}

// An ordinary user may mount in a user namespace where the kernel allows those.
std::string enterOwnMounts() {
    const bool root = ::geteuid() == 0;
    const std::string uid = std::to_string(::geteuid());
    const std::string gid = std::to_string(::getegid());
    if (::unshare(root ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0) {
        return std::string("SKIP: unshare: ") + std::strerror(errno);
    }
    if (!root && (!putText("/proc/self/setgroups", "deny") ||
                  !putText("/proc/self/uid_map", "0 " + uid + " 1") ||
                  !putText("/proc/self/gid_map", "0 " + gid + " 1"))) {
        return "SKIP: no user namespace of our own";
    }
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
        return std::string("SKIP: private mounts: ") + std::strerror(errno);
    }
    return {};
}

} // namespace

TempFolder::TempFolder(Where where) {
    std::string name = (baseFor(where) / "seihon-ledger-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("mkdtemp: " + name);
    }
    m_path = name;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

std::string readText(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return in ? text.str() : throw std::runtime_error("cannot read " + file.string());
}

void writeText(const fs::path& file, const std::string& text) {
    fs::remove(file);
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.flush();
    if (!out) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

unsigned modeOf(const fs::path& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777u : 0;
}

std::size_t countNamed(const fs::path& folder, const std::string& prefix) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        count += entry.path().filename().string().starts_with(prefix) ? 1 : 0;
    }
    return count;
}

std::string inChild(const std::function<std::string()>& work) {
    int ends[2] = {};
    if (::pipe(ends) != 0) {
        return "pipe failed";
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        std::string result;
        try {
            result = work();
        } catch (const record::Fault& fault) {
            result = std::string(record::nameOf(fault.kind)) + ": " + fault.what();
        } catch (const std::exception& error) {
            result = error.what();
        }
        const bool told = ::write(ends[1], result.data(), result.size()) >= 0;
        ::_exit(told ? 0 : 1);
    }
    ::close(ends[1]);
    std::string result;
    char block[512];
    for (ssize_t count = 0; (count = ::read(ends[0], block, sizeof block)) > 0;) {
        result.append(block, static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    const bool ended = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return ended ? result : "the child died, status " + std::to_string(status);
}

std::string onTinyDisk(const fs::path& folder, long bytes,
                       const std::function<std::string()>& work) {
    return inChild([&] {
        std::string trouble = enterOwnMounts();
        if (!trouble.empty()) {
            return trouble;
        }
        const std::string size = "size=" + std::to_string(bytes);
        if (::mount("seihon-test", folder.c_str(), "tmpfs", 0, size.c_str()) != 0) {
            return std::string("SKIP: mount tmpfs: ") + std::strerror(errno);
        }
        return work();
    });
}

void growTinyDisk(const fs::path& folder, long bytes) {
    const std::string size = "size=" + std::to_string(bytes);
    if (::mount("seihon-test", folder.c_str(), "tmpfs", MS_REMOUNT, size.c_str()) != 0) {
        throw std::runtime_error(std::string("remount: ") + std::strerror(errno));
    }
}

} // namespace seihon::ledger::test
