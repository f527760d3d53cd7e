#include "support/own_network.h"

#include "support/run_tool.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace seihon::support {

namespace {

std::string networkFile(const char* file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

// errno of connecting; 0: somebody answered.
int connectTo(const char* address, std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    ::inet_pton(AF_INET, address, &there.sin_addr);
    const int failed =
        ::connect(fd, reinterpret_cast<const ::sockaddr*>(&there), sizeof there) == 0 ? 0 : errno;
    ::close(fd);
    return failed;
}

} // namespace

TEST(OwnNetwork, HasNoWayOut) {
    if (!whyNoOwnNetwork().empty()) {
        GTEST_SKIP() << "*** no network namespace: " << whyNoOwnNetwork() << " ***";
    }
    const std::string routes = networkFile("/proc/net/route");
    EXPECT_EQ(std::count(routes.begin(), routes.end(), '\n'), 1) << routes; // its heading
    const std::string interfaces = networkFile("/proc/net/dev");
    EXPECT_EQ(std::count(interfaces.begin(), interfaces.end(), ':'), 1) << interfaces;
    EXPECT_EQ(connectTo("192.0.2.1", 104), ENETUNREACH); // RFC 5737: nobody's
    // What a test starts is inside as well.
    EXPECT_EQ(runTool("readlink /proc/self/ns/net").output,
              std::filesystem::read_symlink("/proc/self/ns/net").string() + "\n");
    EXPECT_NE(runTool("curl -s -m 5 http://192.0.2.1/").exitCode, 0);
}

} // namespace seihon::support
