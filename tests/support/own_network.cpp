#include "support/own_network.h"

#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

namespace seihon::support {

namespace {

// Linux, include/net/tcp_states.h: TCP_LISTEN.
constexpr const char* kListening = "0A";

bool put(const char* file, const std::string& text) {
    std::ofstream out(file);
    out << text;
    out.flush();
    return out.good();
}

std::string because(const char* what) {
    return std::string(what) + ": " + std::strerror(errno);
}

bool raiseLoopback() {
    const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ::ifreq request{};
    std::strncpy(request.ifr_name, "lo", sizeof request.ifr_name - 1);
    request.ifr_flags = IFF_UP;
    const bool raised = fd >= 0 && ::ioctl(fd, SIOCSIFFLAGS, &request) == 0;
    ::close(fd);
    return raised;
}

std::string g_whyNoNetwork = "not tried";

class OwnNetwork : public testing::Environment {
  public:
    void SetUp() override {
        g_whyNoNetwork = enterOwnNetwork();
        if (!g_whyNoNetwork.empty()) {
            std::cerr << "\n*** NO NETWORK NAMESPACE (" << g_whyNoNetwork
                      << "): peers run on this machine's own loopback ***\n\n";
            // For a run that must have one.
            ASSERT_EQ(std::getenv("SEIHON_OWN_NETWORK_REQUIRED"), nullptr) << g_whyNoNetwork;
        }
    }
};

[[maybe_unused]] const auto* const g_ownNetwork = testing::AddGlobalTestEnvironment(new OwnNetwork);

} // namespace

const std::string& whyNoOwnNetwork() {
    return g_whyNoNetwork;
}

std::string enterOwnNetwork() {
    const auto user = std::to_string(::geteuid());
    const auto group = std::to_string(::getegid());
    if (::unshare(CLONE_NEWNET) !=
        0) { // not allowed to; in a user namespace of its own everybody is
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
            return because("the kernel gives no network namespace");
        }
        // The same person inside as outside: files keep their owners.
        if (!put("/proc/self/setgroups", "deny") ||
            !put("/proc/self/uid_map", user + " " + user + " 1") ||
            !put("/proc/self/gid_map", group + " " + group + " 1")) {
            return because("the user namespace knows no user");
        }
    }
    return raiseLoopback() ? std::string() : because("its loopback does not come up");
}

std::vector<int> listeningPorts() {
    std::vector<int> ports;
    for (const char* file : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream in(file);
        std::string line;
        std::getline(in, line); // the heading
        while (std::getline(in, line)) {
            std::istringstream words(line);
            std::string number, local, remote, state;
            words >> number >> local >> remote >> state;
            const std::size_t colon = local.rfind(':');
            if (state == kListening && colon != std::string::npos) {
                ports.push_back(std::stoi(local.substr(colon + 1), nullptr, 16));
            }
        }
    }
    std::sort(ports.begin(), ports.end());
    ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
    return ports;
}

} // namespace seihon::support
