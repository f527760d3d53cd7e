#include "signing/timestamp.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/token_read.h"
#include "support/demo_pki_fixture.h"
#include "support/timestamp_server.h"
#include "tests/signing/token_forge.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace seihon::signing::forge {
namespace {

using record::Fault;
using record::FaultKind;
using support::demoPki;
using support::TimestampAnswer;
using support::TimestampServer;

const record::Digest kSignatureDigest = record::sha256("a signature value");
constexpr std::chrono::minutes kTolerance{5};

config::TimestampService serviceAt(const std::string& url) {
    return {"test-tsa", url, std::chrono::seconds(2)};
}

TokenRecipe recipeForQuery(const Der& query) {
    const Query asked = readQuery(query);
    TokenRecipe recipe = recipeFor({});
    recipe.imprint = asked.imprint;
    recipe.nonce = asked.nonce;
    return recipe;
}

TimestampAnswer answerWith(Der body) {
    TimestampAnswer answer;
    answer.body = std::move(body);
    return answer;
}

TimestampAnswer goodAnswer(const Der& query) {
    return answerWith(replyWith(forgeToken(authorities().tsa, recipeForQuery(query))));
}

// The good answer after a change to its recipe.
template <typename Change>
TimestampServer::Answer changed(Change change) {
    return [change](const Der& query) {
        TokenRecipe recipe = recipeForQuery(query);
        change(recipe);
        return answerWith(replyWith(forgeToken(authorities().tsa, recipe)));
    };
}

Token ask(const TimestampServer& server, record::Instant now = kStamped) {
    const auto authority = openTimestampAuthority(serviceAt(server.url()), {});
    return timestamp(*authority, authorities().trust, kSignatureDigest, now, kTolerance);
}

void expectTimestampFault(const TimestampServer::Answer& answer, FaultKind kind,
                          const std::string& words, record::Instant now = kStamped) {
    const TimestampServer server(answer);
    try {
        ask(server, now);
        ADD_FAILURE() << "accepted: " << words;
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind, kind) << fault.what();
        EXPECT_NE(std::string(fault.what()).find(words), std::string::npos) << fault.what();
        EXPECT_EQ(fault.retryable, kind == FaultKind::TimestampUnavailable);
    }
}

TEST(Timestamp, comesOverHttp) {
    const TimestampServer server(goodAnswer);
    const Token token = ask(server);
    EXPECT_EQ(token.at, kStamped);
    EXPECT_EQ(token.authority, "test-tsa");
    EXPECT_TRUE(verifyToken(token.der, authorities().trust, kSignatureDigest, {}, {}, kStamped)
                    .verdict.permitted());
    EXPECT_EQ(server.requests(), 1);
    const std::string request = server.lastRequest();
    EXPECT_EQ(request.rfind("POST /tsa ", 0), 0u);
    EXPECT_NE(request.find("Content-Type: application/timestamp-query\r\n"), std::string::npos);
}

TEST(Timestamp, asksWithANewPositiveNonceAndForTheCertificate) {
    std::vector<Der> nonces;
    const TimestampServer server([&](const Der& query) {
        const Query asked = readQuery(query);
        EXPECT_EQ(asked.imprint, Der(kSignatureDigest.bytes.begin(), kSignatureDigest.bytes.end()));
        EXPECT_TRUE(asked.certReq);
        EXPECT_TRUE(der::isDer(query));
        EXPECT_EQ(asked.nonce.size(), 8u);
        EXPECT_LT(asked.nonce.at(0), 0x80);
        nonces.push_back(asked.nonce);
        return goodAnswer(query);
    });
    ask(server);
    ask(server);
    ASSERT_EQ(nonces.size(), 2u);
    EXPECT_NE(nonces[0], nonces[1]);
}

TEST(Timestamp, acceptsTheOtherContentTypeToo) {
    for (const char* type :
         {"application/timestamp-response", "Application/Timestamp-Reply; charset=binary"}) {
        const TimestampServer server([type](const Der& query) {
            TimestampAnswer answer = goodAnswer(query);
            answer.type = type;
            return answer;
        });
        EXPECT_EQ(ask(server).at, kStamped) << type;
    }
}

TEST(Timestamp, refusesAnotherNonceOrNone) {
    expectTimestampFault(changed([](TokenRecipe& r) { r.nonce.back() ^= 1; }),
                         FaultKind::TimestampRefused, "another nonce");
    expectTimestampFault(changed([](TokenRecipe& r) { r.nonce.clear(); }),
                         FaultKind::TimestampRefused, "no nonce");
    // The same bytes with a zero in front are the same number, but no DER; with the sign bit they
    // are another number.
    expectTimestampFault(changed([](TokenRecipe& r) { r.nonce.insert(r.nonce.begin(), 0); }),
                         FaultKind::TimestampRefused, "DER");
    expectTimestampFault(changed([](TokenRecipe& r) { r.nonce.front() |= 0x80; }),
                         FaultKind::TimestampRefused, "another nonce");
}

TEST(Timestamp, refusesWhatTheTokenMustNotBe) {
    expectTimestampFault(changed([](TokenRecipe& r) { r.imprint.back() ^= 1; }),
                         FaultKind::TimestampRefused, "TimestampImprintWrong");
    expectTimestampFault(changed([](TokenRecipe& r) { r.policy = "2.999.1"; }),
                         FaultKind::TimestampRefused, "TimestampPolicyNotAccepted");
    expectTimestampFault(changed([](TokenRecipe& r) {
                             r.imprintAlgorithm = kSha1;
                             r.imprint.resize(20);
                         }),
                         FaultKind::TimestampRefused, "TimestampDigestWeak");
    expectTimestampFault(changed([](TokenRecipe& r) { r.signers = 2; }),
                         FaultKind::TimestampRefused, "more follows");
    expectTimestampFault(changed([](TokenRecipe& r) { r.spoilsSignature = true; }),
                         FaultKind::TimestampRefused, "TimestampInvalid");
    expectTimestampFault(changed([](TokenRecipe& r) {
                             r.holdsSigner = false;
                             r.certificates.clear();
                         }),
                         FaultKind::TimestampRefused, "no certificate");
}

TEST(Timestamp, refusesTheAuthoritysOddKeysAndCertificates) {
    const auto signedBy = [](const Identity& identity) {
        return [identity](const Der& query) {
            return answerWith(replyWith(forgeToken(identity, recipeForQuery(query))));
        };
    };
    expectTimestampFault(signedBy(issue({"No EKU", with(tsaExtensions(), "extendedKeyUsage", "")},
                                        &authorities().tsaRoot)),
                         FaultKind::TimestampRefused, "TimestampCertificateInvalid");
    Identity liar = authorities().tsa;
    liar.key = authorities().signer.key;
    expectTimestampFault(signedBy(liar), FaultKind::TimestampRefused, "TimestampInvalid");
}

TEST(Timestamp, refusesTimesFarFromOurs) {
    const auto minute = std::chrono::minutes(1);
    expectTimestampFault(goodAnswer, FaultKind::TimestampRefused, "TimestampInFuture",
                         kStamped - kTolerance - minute);
    expectTimestampFault(goodAnswer, FaultKind::TimestampRefused, "past",
                         kStamped + kTolerance + minute);
    const TimestampServer server(goodAnswer);
    EXPECT_EQ(ask(server, kStamped - kTolerance).at, kStamped);
    EXPECT_EQ(ask(server, kStamped + kTolerance).at, kStamped);
}

TEST(Timestamp, readsTheStatus) {
    const auto status = [](Der info, bool withToken) {
        return [info, withToken](const Der& query) {
            const Der token =
                withToken ? forgeToken(authorities().tsa, recipeForQuery(query)) : Der();
            return answerWith(replyWith(token, info));
        };
    };
    const auto refused = FaultKind::TimestampRefused;
    // rejection, "no", failInfo badAlg
    const Der rejection{0x02, 0x01, 0x02, 0x30, 0x04, 0x0c, 0x02, 'n', 'o', 0x03, 0x02, 0x07, 0x80};
    expectTimestampFault(status(rejection, false), refused, "rejection: no (badAlg)");
    expectTimestampFault(status(rejection, true), refused, "refused with a token");
    expectTimestampFault(status({0x02, 0x01, 0x00}, false), refused, "granted without a token");
    expectTimestampFault(status({0x02, 0x01, 0x03}, false), refused, "waiting");
    expectTimestampFault(status({0x02, 0x01, 0x09}, false), refused, "unknown status 9");
    expectTimestampFault(status({0x02, 0x01, 0xff}, false), refused, "out of range");
    const TimestampServer server(status({0x02, 0x01, 0x01}, true)); // grantedWithMods
    EXPECT_EQ(ask(server).at, kStamped);
}

TEST(Timestamp, refusesGarbage) {
    const auto body = [](Der bytes) {
        return [bytes](const Der&) {
            return answerWith(bytes);
        };
    };
    expectTimestampFault(body({}), FaultKind::TimestampRefused, "");
    expectTimestampFault(body({'<', 'h', 't', 'm', 'l', '>'}), FaultKind::TimestampRefused, "");
    expectTimestampFault(body(Der(kTokenLimit + 1, 0x30)), FaultKind::TimestampRefused, "larger");
    expectTimestampFault(body(Der(2u << 20, 0x30)), FaultKind::TimestampRefused, "larger");
    expectTimestampFault(
        [](const Der& query) {
            TimestampAnswer answer = goodAnswer(query);
            answer.body.push_back(0);
            return answer;
        },
        FaultKind::TimestampRefused, "more follows");
    expectTimestampFault(
        [](const Der& query) {
            TimestampAnswer answer = goodAnswer(query);
            answer.type = "text/html";
            return answer;
        },
        FaultKind::TimestampRefused, "type");
}

TEST(Timestamp, tellsUnavailableFromRefused) {
    const auto httpStatus = [](int status) {
        return [status](const Der& query) {
            TimestampAnswer answer = goodAnswer(query);
            answer.status = status;
            return answer;
        };
    };
    expectTimestampFault(httpStatus(503), FaultKind::TimestampUnavailable, "503");
    expectTimestampFault(httpStatus(429), FaultKind::TimestampUnavailable, "429");
    expectTimestampFault(httpStatus(404), FaultKind::TimestampRefused, "404");
    expectTimestampFault(
        [](const Der& query) {
            TimestampAnswer answer = goodAnswer(query);
            answer.dropLast = 100;
            return answer;
        },
        FaultKind::TimestampUnavailable, "");
}

TEST(Timestamp, followsNoRedirect) {
    const TimestampServer elsewhere(goodAnswer);
    expectTimestampFault(
        [&](const Der&) {
            TimestampAnswer answer;
            answer.status = 302;
            answer.extraHeaders = "Location: " + elsewhere.url() + "\r\n";
            return answer;
        },
        FaultKind::TimestampRefused, "302");
    EXPECT_EQ(elsewhere.requests(), 0);
}

TEST(Timestamp, doesNotWaitForEver) {
    const TimestampServer server([](const Der& query) {
        TimestampAnswer answer = goodAnswer(query);
        answer.stall = std::chrono::seconds(60);
        return answer;
    });
    config::TimestampService service = serviceAt(server.url());
    service.timeout = std::chrono::seconds(1);
    const auto authority = openTimestampAuthority(service, {});
    const auto before = std::chrono::steady_clock::now();
    try {
        timestamp(*authority, authorities().trust, kSignatureDigest, kStamped, kTolerance);
        ADD_FAILURE();
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind, FaultKind::TimestampUnavailable);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
}

TEST(Timestamp, isUnavailableWhenNobodyListens) {
    std::string url;
    {
        const TimestampServer server(goodAnswer);
        url = server.url();
    }
    const auto authority = openTimestampAuthority(serviceAt(url), {});
    try {
        timestamp(*authority, authorities().trust, kSignatureDigest, kStamped, kTolerance);
        ADD_FAILURE();
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind, FaultKind::TimestampUnavailable) << fault.what();
        EXPECT_TRUE(fault.retryable);
    }
}

TEST(Timestamp, takesOnlyWebAddresses) {
    for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/", "", "demo", "tsa.example"}) {
        EXPECT_THROW(openTimestampAuthority(serviceAt(url), {}), Fault) << url;
    }
}

// The demo's authority.

class DemoTimestamp : public testing::Test {
  protected:
    Token ask() {
        const auto authority = openTimestampAuthority(
            {"DEMO TSA", "demo:", std::chrono::seconds(1)}, demoPki().demoFolder);
        EXPECT_EQ(authority->name(), "DEMO TSA");
        return timestamp(*authority, m_trust, kSignatureDigest, record::readClock(), kTolerance);
    }

    Trust m_trust = loadTrust(demoPki().trustFolder);
};

TEST_F(DemoTimestamp, givesATokenThatIsAccepted) {
    const record::Instant before = record::readClock();
    const Token token = ask();
    EXPECT_GE(token.at, before);
    EXPECT_LE(token.at, record::readClock());
    const TokenVerification judged =
        verifyToken(token.der, m_trust, kSignatureDigest, {}, {}, record::readClock());
    EXPECT_TRUE(judged.verdict.permitted());
    EXPECT_TRUE(judged.verdict.has(record::FindingId::TestMode));
    EXPECT_FALSE(
        verifyToken(token.der, m_trust, record::sha256("other"), {}, {}, record::readClock())
            .verdict.permitted());
}

TEST_F(DemoTimestamp, isNotAcceptedOutsideTestMode) {
    m_trust.file.testMode = false;
    try {
        ask();
        ADD_FAILURE();
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind, FaultKind::TimestampRefused);
        EXPECT_NE(std::string(fault.what()).find("TimestampAuthorityUntrusted"), std::string::npos);
    }
}

TEST_F(DemoTimestamp, isUnavailableWithoutItsKey) {
    const auto authority =
        openTimestampAuthority({"DEMO TSA", "demo:", std::chrono::seconds(1)}, "/nonexistent");
    try {
        timestamp(*authority, m_trust, kSignatureDigest, record::readClock(), kTolerance);
        ADD_FAILURE();
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind, FaultKind::TimestampUnavailable);
    }
}

TEST_F(DemoTimestamp, opensslAccepts) {
    const support::TemporaryFolder folder;
    const Token token = ask();
    std::ofstream(folder.path() / "token", std::ios::binary)
        .write(reinterpret_cast<const char*>(token.der.data()),
               static_cast<std::streamsize>(token.der.size()));
    const auto verify = [&](const std::string& hex, const char* root) {
        return std::system(("openssl ts -verify -token_in -in " +
                            (folder.path() / "token").string() + " -digest " + hex + " -CAfile " +
                            (demoPki().demoFolder / root).string() + " >/dev/null 2>&1")
                               .c_str());
    };
    EXPECT_EQ(verify(kSignatureDigest.hex(), "tsa-ca.pem"), 0);
    EXPECT_NE(verify(record::sha256("other").hex(), "tsa-ca.pem"), 0);
    EXPECT_NE(verify(kSignatureDigest.hex(), "root-ca.pem"), 0);
}

} // namespace
} // namespace seihon::signing::forge
