#include "dicom-net/echo.h"

#include "loopback.h"
#include "record/fault.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <future>
#include <optional>

namespace seihon::dicom_net {
namespace {

using namespace std::chrono_literals;
using record::Fault;
using record::FaultKind;

Peer peerAt(std::uint16_t port) {
    return {.host = "127.0.0.1", .port = port, .calledAeTitle = "ARCHIVE", .timeout = 2s};
}

std::optional<Fault> faultOf(const Peer& peer) {
    try {
        (void)echo(peer);
        return std::nullopt;
    } catch (const Fault& fault) {
        return fault;
    }
}

// The answer that a scripted peer gives to the association request.
OneCaller answering(std::string answer) {
    return OneCaller([answer = std::move(answer)](int fd) {
        std::array<char, 4096> request{};
        (void)::recv(fd, request.data(), request.size(), 0);
        (void)::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
        (void)::shutdown(fd, SHUT_WR);
        while (::recv(fd, request.data(), request.size(), 0) > 0) { // until the caller goes
        }
    });
}

TEST(Echo, AnArchiveAnswers) {
    const StoreScp scp({"--aetitle", "ARCHIVE"});
    ASSERT_TRUE(scp.running()) << "storescp (package dcmtk) did not start";
    const EchoReply reply = echo(peerAt(scp.port()));
    EXPECT_NE(reply.implementationVersion.find("DCMTK"), std::string::npos);
    EXPECT_FALSE(reply.implementationClassUid.empty());
    EXPECT_NO_THROW((void)echo(peerAt(scp.port()))) << "a second time";
}

TEST(Echo, AnArchiveRefuses) {
    const StoreScp scp({"--refuse"});
    ASSERT_TRUE(scp.running()) << "storescp (package dcmtk) did not start";
    const std::optional<Fault> fault = faultOf(peerAt(scp.port()));
    ASSERT_TRUE(fault);
    EXPECT_EQ(record::nameOf(fault->kind), "ConfigInvalid") << fault->what();
    EXPECT_NE(std::string(fault->what()).find("refuses"), std::string::npos) << fault->what();
}

// A-ASSOCIATE-RJ (PS3.8 §9.3.4): result, source, reason.
std::string rejection(char result, char source, char reason) {
    return std::string("\x03\0\0\0\0\x04\0", 7) + result + source + reason;
}

TEST(Echo, AWrongAeTitleIsRefused) {
    const OneCaller peer = answering(rejection(1, 1, 7));
    const std::optional<Fault> fault = faultOf(peerAt(peer.port()));
    ASSERT_TRUE(fault);
    EXPECT_EQ(record::nameOf(fault->kind), "ConfigInvalid");
    EXPECT_NE(std::string(fault->what()).find("Called AE Title Not Recognized"), std::string::npos)
        << fault->what();
    EXPECT_FALSE(fault->retryable);
}

TEST(Echo, ATransientRefusalMayBeTriedAgain) {
    const OneCaller peer = answering(rejection(2, 3, 1));
    const std::optional<Fault> fault = faultOf(peerAt(peer.port()));
    ASSERT_TRUE(fault);
    EXPECT_EQ(record::nameOf(fault->kind), "ConfigInvalid") << fault->what();
    EXPECT_TRUE(fault->retryable);
}

TEST(Echo, NobodyListens) {
    const auto start = std::chrono::steady_clock::now();
    const std::optional<Fault> fault = faultOf(peerAt(freePort()));
    ASSERT_TRUE(fault);
    EXPECT_EQ(record::nameOf(fault->kind), "NotFound");
    EXPECT_TRUE(fault->retryable);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
}

TEST(Echo, ASilentPeerDoesNotHoldUsUp) {
    std::promise<void> done;
    const OneCaller silent([held = done.get_future().share()](int) { held.wait_for(60s); });
    Peer peer = peerAt(silent.port());
    peer.timeout = 1s;
    const auto start = std::chrono::steady_clock::now();
    const std::optional<Fault> fault = faultOf(peer);
    const auto waited = std::chrono::steady_clock::now() - start;
    done.set_value();
    ASSERT_TRUE(fault);
    EXPECT_EQ(record::nameOf(fault->kind), "NotFound") << fault->what();
    EXPECT_GE(waited, 500ms);
    EXPECT_LT(waited, 20s);
}

TEST(Echo, APeerThatHangsUp) {
    const OneCaller rude([](int) {});
    const std::optional<Fault> fault = faultOf(peerAt(rude.port()));
    ASSERT_TRUE(fault);
    EXPECT_EQ(record::nameOf(fault->kind), "NotFound") << fault->what();
}

TEST(Echo, WhatIsNotDicomIsNotBelieved) {
    for (const std::string& answer :
         {std::string("HTTP/1.1 400 Bad Request\r\n\r\n"), std::string("\x02\0\xff\xff\xff\xff", 6),
          std::string("\x02\0\0\0\0\x02\0\0", 8), std::string(200, '\0')}) {
        const OneCaller peer = answering(answer);
        EXPECT_TRUE(faultOf(peerAt(peer.port())));
    }
}

TEST(Echo, FactsThatCannotBeRight) {
    const StoreScp scp;
    ASSERT_TRUE(scp.running());
    const Peer good = peerAt(scp.port());
    EXPECT_FALSE(faultOf(good));
    std::vector<Peer> bad(9, good);
    bad[0].host = "";
    bad[1].host = "127.0.0.1:104";
    bad[2].host = std::string(300, 'a');
    bad[3].port = 0;
    bad[4].calledAeTitle = "SEVENTEEN LETTERS";
    bad[5].calledAeTitle = "   ";
    bad[6].callingAeTitle = "A\\B";
    bad[7].timeout = 0s;
    bad[8].timeout = 301s;
    for (const Peer& peer : bad) {
        const std::optional<Fault> fault = faultOf(peer);
        ASSERT_TRUE(fault);
        EXPECT_EQ(record::nameOf(fault->kind), "ConfigInvalid") << fault->what();
    }
}

} // namespace
} // namespace seihon::dicom_net
