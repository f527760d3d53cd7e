#include "keeping_home.h"

#include <gtest/gtest.h>

// A record over twenty years, with the clock of every program moved by faketime: three timestamp
// units one after another, and the end of RSA-2048 in between.
namespace seihon::cli_test {
namespace {

Result inYear(const std::string& day, std::vector<std::string> command) {
    command.insert(command.begin(), {"faketime", day + " 12:00:00"});
    return runProgram(command);
}

// The authority's next unit, certified on `day` by openssl, as a service would change its key.
void changeUnit(const StationHome& home, const std::string& day, int days) {
    const std::string demo = home.path() / "demo";
    writeFile(demo + "/unit.ext", "keyUsage=critical,digitalSignature\n"
                                  "extendedKeyUsage=critical,timeStamping\n"
                                  "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
    const Result request = inYear(day, {"openssl", "req", "-new", "-newkey", "rsa:3072", "-nodes",
                                        "-subj", "/C=JP/O=DEMO/CN=DEMO TSA of " + day, "-keyout",
                                        demo + "/tsa.key.pem", "-out", demo + "/unit.csr"});
    ASSERT_EQ(request.code, 0) << request.err;
    const Result certificate =
        inYear(day, {"openssl", "x509", "-req", "-sha256", "-in", demo + "/unit.csr", "-CA",
                     demo + "/tsa-ca.pem", "-CAkey", demo + "/tsa-ca.key.pem", "-set_serial",
                     "0x77" + day.substr(0, 4), "-days", std::to_string(days), "-extfile",
                     demo + "/unit.ext", "-out", demo + "/tsa.pem"});
    ASSERT_EQ(certificate.code, 0) << certificate.err;
}

Result verifiedAt(const StationHome& home, const fs::path& record, const std::string& day) {
    return home.seihon({"record", "verify", record.string(), "--trust",
                        (home.path() / "trust").string(), "--at", day + "T12:00:00Z"});
}

void renewOn(const StationHome& home, const std::string& day) {
    const Result work = inYear(day, home.command("", {"work", "--once"}));
    ASSERT_EQ(work.code, 0) << work.out << work.err;
    ASSERT_EQ(work.json().at("renewed").at("done").asArray().size(), 1u) << work.out;
}

} // namespace

TEST(RenewalYears, a_record_is_renewed_in_time_or_refused) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "faketime and the sanitizers do not share a process";
#endif
    const StationHome home;
    const fs::path record = home.sealedRecord();
    ASSERT_EQ(completed(home).code, 0);
    EXPECT_EQ(verifiedAt(home, record, "2030-06-01").code, 0);
    const fs::path neglected = home.path().parent_path() / "neglected";
    fs::copy(record, neglected, fs::copy_options::recursive);

    changeUnit(home, "2030-06-01", 4000); // until 2041-05
    renewOn(home, "2030-06-02");
    EXPECT_EQ(verifiedAt(home, record, "2034-06-01").code, 0);
    EXPECT_EQ(verifiedAt(home, record, "2040-06-01").code, 0);
    EXPECT_EQ(verifiedAt(home, record, "2042-06-01").code, 4); // its newest unit has ended
    EXPECT_EQ(verifiedAt(home, neglected, "2034-06-01").code,
              4); // RSA-2048 ended at the end of 2030
    const fs::path renewedOnce = home.path().parent_path() / "renewed-once";
    fs::copy(record, renewedOnce, fs::copy_options::recursive);

    changeUnit(home, "2040-09-01", 2200); // until 2046-09
    renewOn(home, "2040-09-02");
    const Result grown = verifiedAt(home, record, "2044-11-22");
    EXPECT_EQ(grown.code, 0) << grown.out;
    EXPECT_EQ(listIn(grown, "layers").size(), 3u);
    EXPECT_EQ(verifiedAt(home, renewedOnce, "2044-11-22").code, 4);
    EXPECT_EQ(verifiedAt(home, record, "2047-06-01").code, 4);
}

} // namespace seihon::cli_test
