#include "signing/crl_fetch.h"

#include "support/demo_pki_fixture.h"
#include "support/timestamp_server.h"
#include "tests/signing/verify_pki.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

namespace seihon::signing {
namespace {

using namespace forge;
using support::TemporaryFolder;
using support::TimestampAnswer;
using support::TimestampServer;

// A loopback host with files: path → answer; everything else is not found.
class CrlHost {
  public:
    CrlHost()
        : m_server(TimestampServer::RequestAnswer([this](const std::string& request) {
              const std::size_t from = request.find(' ') + 1;
              const auto found = m_files.find(request.substr(from, request.find(' ', from) - from));
              TimestampAnswer missing;
              missing.status = 404;
              return found == m_files.end() ? missing : found->second;
          })) {}

    std::string url(const std::string& path) const {
        const std::string tsa = m_server.url(); // …/tsa
        return tsa.substr(0, tsa.size() - 4) + path;
    }
    TimestampAnswer& file(const std::string& path) { return m_files[path]; }
    void serve(const std::string& path, const Der& body) { file(path).body = body; }
    int requests() const { return m_server.requests(); }

  private:
    std::map<std::string, TimestampAnswer> m_files; // filled before the first request
    TimestampServer m_server;
};

Der signerWith(const std::string& points) {
    CertificatePlan plan;
    plan.commonName = "Hanako Yakuzai";
    plan.extensions = signerExtensions();
    if (!points.empty()) {
        plan.extensions.push_back({"crlDistributionPoints", points});
    }
    return issue(plan, &authorities().issuing).certificate;
}

CrlQuestion chainOf(const Der& signer) {
    return {{signer}, {authorities().issuing.certificate, authorities().root.certificate}};
}

Der listAt(Instant at) {
    CrlPlan plan;
    plan.thisUpdate = at;
    return makeCrl(authorities().issuing, plan);
}

CrlFetchOptions quick() {
    CrlFetchOptions options;
    options.connectTimeout = std::chrono::milliseconds(500);
    options.timeout = std::chrono::milliseconds(500);
    return options;
}

// The one answer to a host that serves `served` as the signer's list.
CrlAnswer answerTo(const TimestampAnswer& served, const CrlFetchOptions& options = quick()) {
    CrlHost host;
    host.file("/ca.crl") = served;
    host.file("/other.crl") = served;
    const CrlFetch fetch = fetchCrls(chainOf(signerWith("URI:" + host.url("/ca.crl"))), options);
    EXPECT_EQ(fetch.answers.size(), 1u);
    const CrlAnswer answer = fetch.answers.empty() ? CrlAnswer{} : fetch.answers[0];
    EXPECT_EQ(answer.trouble.empty(), fetch.lists.size() == 1);
    return answer;
}

TimestampAnswer serving(const Der& body) {
    TimestampAnswer answer;
    answer.body = body;
    answer.type = "application/pkix-crl";
    return answer;
}

Der textBytes(const std::string& text) {
    return {text.begin(), text.end()};
}

} // namespace

TEST(CrlFetch, comes_as_der_and_as_pem) {
    const Der list = listAt(kSigned);
    EXPECT_EQ(answerTo(serving(list)).trouble, "");
    EXPECT_EQ(answerTo(serving(textBytes(toPem("X509 CRL", list)))).trouble, "");
    EXPECT_EQ(crlFromAnswer(textBytes("\r\n" + toPem("X509 CRL", list))), list);
}

TEST(CrlFetch, takes_no_list_that_is_not_whole_or_not_the_issuers) {
    const Der list = listAt(kSigned);
    Der cut(list.begin(), list.end() - 1);
    Der longer = list;
    longer.push_back(0);
    const std::string pem = toPem("X509 CRL", list);
    for (const Der& body : {Der(), cut, longer, textBytes("<html>404</html>"), textBytes(pem + pem),
                            textBytes(toPem("CERTIFICATE", authorities().signer.certificate))}) {
        EXPECT_EQ(answerTo(serving(body)).trouble, "the answer is no revocation list");
    }
    Der forged = list;
    forged[forged.size() - 5] ^= 1; // in the signature
    for (const Der& body : {forged, authorities().rootCrl, authorities().tsaCrl}) {
        EXPECT_EQ(answerTo(serving(body)).trouble,
                  "the list is not one of the certificate's issuer");
    }
    EXPECT_EQ(answerTo(serving(list)).trouble, "");
}

TEST(CrlFetch, ends_what_is_huge_slow_refused_or_cut) {
    const Der list = listAt(kSigned);
    CrlFetchOptions narrow = quick();
    narrow.bytesLimit = list.size() - 1;
    EXPECT_NE(answerTo(serving(list), narrow).trouble.find("larger than"), std::string::npos);
    narrow.bytesLimit = list.size();
    EXPECT_EQ(answerTo(serving(list), narrow).trouble, "");

    TimestampAnswer slow = serving(list);
    slow.stall = std::chrono::milliseconds(2000);
    const auto before = std::chrono::steady_clock::now();
    EXPECT_NE(answerTo(slow).trouble, "");
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(1500));

    TimestampAnswer gone = serving(list);
    gone.status = 503;
    EXPECT_EQ(answerTo(gone).trouble, "HTTP status 503");
    TimestampAnswer cut = serving(list);
    cut.dropLast = 10;
    EXPECT_NE(answerTo(cut).trouble, "");
}

TEST(CrlFetch, follows_to_http_alone) {
    const TemporaryFolder folder;
    const Der list = listAt(kSigned);
    {
        std::ofstream(folder.path() / "ca.crl", std::ios::binary)
            .write(reinterpret_cast<const char*>(list.data()),
                   static_cast<std::streamsize>(list.size()));
    }
    TimestampAnswer moved;
    moved.status = 302;
    moved.extraHeaders = "Location: file://" + (folder.path() / "ca.crl").string() + "\r\n";
    EXPECT_NE(answerTo(moved).trouble, "");

    CrlHost host;
    host.serve("/new.crl", list);
    host.file("/old.crl").status = 301;
    host.file("/old.crl").extraHeaders = "Location: /new.crl\r\n";
    const auto fetch = fetchCrls(chainOf(signerWith("URI:" + host.url("/old.crl"))), quick());
    EXPECT_EQ(fetch.lists, std::vector<Der>{list});

    CrlHost circle;
    circle.file("/a.crl").status = 302;
    circle.file("/a.crl").extraHeaders = "Location: /a.crl\r\n";
    EXPECT_TRUE(
        fetchCrls(chainOf(signerWith("URI:" + circle.url("/a.crl"))), quick()).lists.empty());
    EXPECT_LE(circle.requests(), 5);
}

TEST(CrlFetch, reads_web_addresses_alone) {
    EXPECT_TRUE(crlAddresses(signerWith("")).empty());
    EXPECT_TRUE(crlAddresses(signerWith("URI:file:///etc/passwd")).empty());
    EXPECT_EQ(crlAddresses(signerWith("URI:ldap://x/y,URI:HTTPS://a/b.crl,URI:http://c/d.crl")),
              (std::vector<std::string>{"HTTPS://a/b.crl", "http://c/d.crl"}));
    EXPECT_TRUE(crlAddresses(textBytes("no certificate")).empty());
}

TEST(CrlFetch, asks_the_next_address_when_one_fails) {
    CrlHost host;
    host.serve("/second.crl", listAt(kSigned));
    const Der signer =
        signerWith("URI:" + host.url("/first.crl") + ",URI:" + host.url("/second.crl"));
    const CrlFetch fetch = fetchCrls(chainOf(signer), quick());
    ASSERT_EQ(fetch.answers.size(), 2u);
    EXPECT_EQ(fetch.answers[0].trouble, "HTTP status 404");
    EXPECT_TRUE(fetch.answers[1].newer);
    EXPECT_EQ(fetch.lists.size(), 1u);
    // The authority in between has a list of its own.
    CertificatePlan plan;
    plan.commonName = "Between";
    plan.extensions = authorityExtensions();
    plan.extensions.push_back({"crlDistributionPoints", "URI:" + host.url("/root.crl")});
    plan.bits = 3072;
    plan.keyName = "between";
    const Identity between = issue(plan, &authorities().root);
    const Identity leaf = issue({"Leaf", signerExtensions()}, &between);
    const CrlFetch both = fetchCrls(
        {{leaf.certificate}, {authorities().root.certificate, between.certificate}}, quick());
    ASSERT_EQ(both.answers.size(), 1u);
    EXPECT_EQ(both.answers[0].url, host.url("/root.crl"));
    // Without the issuer nobody could tell whose list it is: nothing is asked.
    EXPECT_TRUE(fetchCrls({{signer}, {}}, quick()).answers.empty());
}

TEST(CrlFetch, keeps_the_newest_and_asks_what_may_be_asked) {
    const TemporaryFolder folder;
    CrlFetchOptions options = quick();
    options.cache = folder.path() / "crls";
    CrlHost host;
    const Der newer = listAt(kSigned + std::chrono::hours(1));
    host.serve("/ca.crl", newer);
    const auto chain = chainOf(signerWith("URI:" + host.url("/ca.crl")));
    EXPECT_TRUE(fetchCrls(chain, options).answers.at(0).newer);
    EXPECT_EQ(keptCrls(options.cache), std::vector<Der>{newer});

    host.serve("/ca.crl", listAt(kSigned)); // an older one: replayed, or from a stale mirror
    const CrlFetch older = fetchCrls(chain, options);
    EXPECT_FALSE(older.answers.at(0).newer);
    EXPECT_EQ(older.lists, std::vector<Der>{newer});
    EXPECT_EQ(keptCrls(options.cache), std::vector<Der>{newer});

    const int asked = host.requests();
    options.mayAsk = [](const std::string&) {
        return false;
    };
    EXPECT_EQ(fetchCrls(chain, options).lists, std::vector<Der>{newer});
    EXPECT_EQ(host.requests(), asked);

    // A kept file that somebody spoilt is no list any more, and is asked for again.
    for (const auto& file : std::filesystem::directory_iterator(options.cache)) {
        std::ofstream(file.path(), std::ios::binary | std::ios::trunc) << "not a list";
    }
    EXPECT_TRUE(keptCrls(options.cache).empty());
    options.mayAsk = {};
    EXPECT_TRUE(fetchCrls(chain, options).answers.at(0).newer);
    EXPECT_TRUE(keptCrls(folder.path() / "nowhere").empty());
}

} // namespace seihon::signing
