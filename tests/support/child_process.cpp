#include "support/child_process.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace seihon::support {

namespace {

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<::pid_t> childrenOf(::pid_t parent) {
    const std::string id = std::to_string(parent);
    std::ifstream list("/proc/" + id + "/task/" + id + "/children");
    return {std::istream_iterator<::pid_t>(list), {}};
}

::sockaddr_in addressOf(const std::string& address, int port) {
    ::sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, address.c_str(), &made.sin_addr);
    return made;
}

} // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment,
                           const std::filesystem::path& log) {
    std::vector<std::string> words = arguments;
    std::vector<std::string> variables = environment;
    if (const char* path = std::getenv("PATH")) {
        // Debian keeps saned among the administrator's programs.
        variables.push_back(std::string("PATH=") + path + ":/usr/sbin");
    }
    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(),
                                       O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    ::posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    std::vector<char*> argumentPointers = pointersTo(words);
    std::vector<char*> variablePointers = pointersTo(variables);
    const int error = ::posix_spawn(&m_pid, words.front().c_str(), &actions, &attributes,
                                    argumentPointers.data(), variablePointers.data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        m_pid = -1;
        throw std::runtime_error("cannot start " + words.front());
    }
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept : m_pid(std::exchange(other.m_pid, -1)) {
}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    std::swap(m_pid, other.m_pid);
    return *this;
}

void ChildProcess::kill() {
    if (m_pid > 0) {
        // First nobody may fork any more, then those that left the group, then the group.
        ::kill(-m_pid, SIGSTOP);
        for (const ::pid_t child : childrenOf(m_pid)) {
            ::kill(child, SIGKILL);
        }
        ::kill(-m_pid, SIGKILL);
        while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
        }
        m_pid = -1;
    }
}

int freePort(const std::string& address) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::sockaddr_in here = addressOf(address, 0);
    ::socklen_t size = sizeof here;
    const bool bound = ::bind(fd, reinterpret_cast<const ::sockaddr*>(&here), size) == 0 &&
                       ::getsockname(fd, reinterpret_cast<::sockaddr*>(&here), &size) == 0;
    ::close(fd);
    if (!bound) {
        throw std::runtime_error("no free port on " + address);
    }
    return ntohs(here.sin_port);
}

bool awaitListener(const std::string& address, int port) {
    const ::sockaddr_in there = addressOf(address, port);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < until) {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const bool connected =
            ::connect(fd, reinterpret_cast<const ::sockaddr*>(&there), sizeof there) == 0;
        ::close(fd);
        if (connected) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

} // namespace seihon::support
