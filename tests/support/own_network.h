#pragma once

#include <string>
#include <vector>

namespace seihon::support {

// A network namespace of this process' own, with a loopback interface and nothing else: peers may
// take any port, and nothing outside can be reached by whatever goes wrong. As root at once, as
// anybody else where the kernel lets users have namespaces. To be called before threads are
// started. Gives why not; empty when it is ours.
std::string enterOwnNetwork();

// A test program with this file among its sources enters one before its first test, and says loudly
// where it cannot. Empty: it is in its own network.
const std::string& whyNoOwnNetwork();

// TCP ports that anybody in this network namespace listens at (/proc/net/tcp, tcp6), sorted.
std::vector<int> listeningPorts();

} // namespace seihon::support
