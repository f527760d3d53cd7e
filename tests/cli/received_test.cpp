#include "station_home.h"

#include "record/digest.h"
#include "station/received_desk.h"
#include "support/run_tool.h"
#include "support/signed_pdf.h"

#include <gtest/gtest.h>

#include <filesystem>

// Signed electronic documents that come in, and the statement of trust [A14].
namespace seihon::cli_test {
namespace {

namespace fs = std::filesystem;

// Signs with a key of the demo and openssl's command line, as another hospital's program would.
support::SignedPdf::Sign byDemo(const StationHome& home, const std::string& person) {
    return [&home, person](const std::string& covered) {
        const fs::path demo = home.path() / "demo";
        const fs::path in = home.path() / "covered", out = home.path() / "signature.p7s";
        writeFile(in, covered);
        const Result made = runProgram({"openssl",   "cms",
                                        "-sign",     "-binary",
                                        "-cades",    "-nosmimecap",
                                        "-md",       "sha256",
                                        "-outform",  "der",
                                        "-in",       in.string(),
                                        "-signer",   (demo / (person + ".pem")).string(),
                                        "-inkey",    (demo / (person + ".key.pem")).string(),
                                        "-certfile", (demo / "issuing-ca.pem").string(),
                                        "-out",      out.string()});
        EXPECT_EQ(made.code, 0) << made.err;
        const std::string cms = readFile(out);
        return std::vector<std::uint8_t>(cms.begin(), cms.end());
    };
}

struct Received {
    explicit Received(const std::string& text = "PATIENT HAS ASTHMA") : pdf(text) {}

    Result check(std::vector<std::string> more = {}) {
        const fs::path file = home.path() / "letter from Dr Yamada.pdf";
        writeFile(file, pdf.bytes);
        std::vector<std::string> args{"received", "check", file.string()};
        args.insert(args.end(), more.begin(), more.end());
        return home.as("clerk", args);
    }
    // Public lines only: what leaves the house.
    std::string log() const { return home.seihon({"audit", "log", "--limit", "1000"}).out; }

    StationHome home;
    support::SignedPdf pdf;
};

std::string stateIn(const Result& run) {
    return run.out.empty() ? run.err : run.json().at("state").asString();
}

} // namespace

TEST(Received, a_signed_letter_is_verified_kept_and_logged) {
    Received letter;
    letter.pdf.sign("Signature of Yamada", byDemo(letter.home, "pharmacist"));
    const Result run = letter.check();
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    EXPECT_EQ(stateIn(run), "good");
    const record::Json& signature = run.json().at("signatures").asArray().at(0);
    EXPECT_EQ(signature.at("signer").at("healthcareRoles").asArray().at(0).asString(),
              "Pharmacist");
    EXPECT_NE(signature.at("signer").at("name").asString().find("(DEMO)"), std::string::npos);
    const std::string digest = record::sha256(letter.pdf.bytes).hex();
    EXPECT_EQ(run.json().at("sha256").asString(), digest);
    EXPECT_EQ(readFile(letter.home.path() / "received" / digest), letter.pdf.bytes);
    // The log names the file by digest, the role, and nobody.
    const std::string log = letter.log();
    EXPECT_NE(log.find("\"ReceivedDocumentChecked\""), log.npos);
    EXPECT_NE(log.find(digest), log.npos);
    EXPECT_NE(log.find("Pharmacist"), log.npos);
    std::string lines; // the public ones, beside those that open private facts
    for (const auto& file : fs::directory_iterator(letter.home.path() / "ledger" / "entries")) {
        if (!file.path().filename().string().starts_with("private-")) {
            lines += readFile(file.path());
        }
    }
    EXPECT_NE(lines.find(digest), lines.npos);
    for (const char* name : {"Yamada", "letter from"}) {
        EXPECT_EQ(lines.find(name), lines.npos) << name;
    }
    const Result list = letter.home.seihon({"received", "list"});
    EXPECT_EQ(list.json().at("received").asArray().at(0).at("sha256").asString(), digest);
    EXPECT_EQ(letter.home.seihon({"archive", "verify"}).code, 0);
    EXPECT_EQ(letter.home.seihon({"audit", "replay"}).code, 0);
}

TEST(Received, a_forged_letter_is_said_to_be_broken_and_nothing_stops) {
    Received letter;
    letter.pdf.sign("S", byDemo(letter.home, "pharmacist"));
    support::overwrite(letter.pdf.bytes, "HAS ASTHMA", "HAS NO ILL");
    const Result run = letter.check();
    EXPECT_EQ(run.code, 4) << run.out;
    EXPECT_EQ(stateIn(run), "broken");
    EXPECT_NE(run.out.find("SignatureInvalid"), run.out.npos);
    EXPECT_NE(letter.log().find("\"broken\""), std::string::npos);
    letter.home.openJob(1); // the paper beside it goes its way
}

TEST(Received, a_letter_changed_after_signing_is_told_apart) {
    Received letter;
    letter.pdf.sign("S", byDemo(letter.home, "pharmacist")).showing("PATIENT IS WELL");
    const Result run = letter.check();
    EXPECT_EQ(run.code, 4);
    EXPECT_EQ(stateIn(run), "changed-after-signing") << run.out;
}

TEST(Received, whatever_comes_in_is_kept_and_logged) {
    Received letter;
    EXPECT_EQ(stateIn(letter.check()), "not-signed");
    EXPECT_EQ(letter.check().code, 0);
    letter.pdf.bytes = "no PDF at all";
    EXPECT_EQ(stateIn(letter.check()), "cannot-be-judged");
    letter.pdf.bytes.clear();
    EXPECT_EQ(stateIn(letter.check()), "cannot-be-judged");
    EXPECT_EQ(std::distance(fs::directory_iterator(letter.home.path() / "received"), {}), 3);
    const fs::path huge = letter.home.path() / "huge.pdf";
    writeFile(huge, "%PDF-1.7\n");
    fs::resize_file(huge, (128u << 20) + 1);
    const Result tooLarge = letter.home.as("clerk", {"received", "check", huge.string()});
    EXPECT_EQ(tooLarge.code, 4);
    EXPECT_TRUE(tooLarge.has("DocumentTooLarge")) << tooLarge.out;
    EXPECT_TRUE(tooLarge.json().at("kept").isNull());
    EXPECT_EQ(letter.home.as("clerk", {"received", "check", "/dev/zero"}).code, 3);
    EXPECT_EQ(letter.home.seihon({"received", "list"}).json().at("received").asArray().size(), 5u);
}

TEST(Received, an_encrypted_document_cannot_be_judged) {
    if (!support::hasTool("qpdf")) {
        GTEST_SKIP() << "no qpdf";
    }
    Received letter;
    const fs::path plain = letter.home.path() / "plain.pdf", secret = letter.home.path() / "s.pdf";
    writeFile(plain, letter.pdf.bytes);
    ASSERT_EQ(
        support::runTool("qpdf --encrypt '' owner 256 -- " + plain.string() + " " + secret.string())
            .exitCode,
        0);
    const Result run = letter.home.as("clerk", {"received", "check", secret.string()});
    EXPECT_EQ(run.code, 4);
    EXPECT_TRUE(run.has("DocumentEncrypted")) << run.out;
}

TEST(Received, it_stands_with_its_envelope) {
    Received letter;
    letter.pdf.sign("S", byDemo(letter.home, "pharmacist"));
    const Result opened = letter.home.as("clerk", {"envelope", "open"});
    const std::string envelope = opened.json().at("envelope").asString();
    ASSERT_EQ(letter.check({"--envelope", envelope}).code, 0);
    const Result shown = letter.home.seihon({"envelope", "show", envelope});
    const auto& received = shown.json().at("received").asArray();
    ASSERT_EQ(received.size(), 1u) << shown.out;
    EXPECT_EQ(received[0].at("state").asString(), "good");
    EXPECT_EQ(received[0].at("sha256").asString(), record::sha256(letter.pdf.bytes).hex());
    ASSERT_EQ(letter.home.as("clerk", {"envelope", "close", envelope}).code, 0);
    EXPECT_EQ(letter.check({"--envelope", envelope}).code, 1); // closed: a refusal, and logged
    EXPECT_EQ(letter.check({"--envelope", "none"}).code, 3);
}

TEST(Received, only_whom_the_regulation_lets) {
    Received letter;
    writeFile(letter.home.path() / "a.pdf", letter.pdf.bytes);
    const Result refused =
        letter.home.as("auditor", {"received", "check", (letter.home.path() / "a.pdf").string()});
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_TRUE(refused.has("NotAuthorized"));
    EXPECT_FALSE(fs::exists(letter.home.path() / "received"));
}

TEST(Received, the_archive_misses_what_was_altered_or_taken_away) {
    Received letter;
    letter.check();
    const fs::path kept = letter.home.path() / "received" / record::sha256(letter.pdf.bytes).hex();
    fs::permissions(kept, fs::perms::owner_all);
    writeFile(kept, letter.pdf.bytes + " ");
    EXPECT_TRUE(letter.home.seihon({"archive", "verify"}).has("ReceivedFileAltered"));
    fs::remove(kept);
    const Result missing = letter.home.seihon({"archive", "verify"});
    EXPECT_EQ(missing.code, 4);
    EXPECT_TRUE(missing.has("ReceivedFileMissing"));
}

// A reader that crashes, hangs or lies takes nothing along.
TEST(Received, trouble_in_the_reader_is_said) {
    const StationHome home;
    const auto with = [&](const std::string& script, std::chrono::milliseconds patience) {
        const fs::path program = home.path() / "reader";
        writeFile(program, "#!/bin/sh\n" + script + "\n");
        fs::permissions(program, fs::perms::owner_all);
        return station::readPdfApart(program, record::bytesOf("%PDF-1.7"), patience);
    };
    const auto fails = [&](const std::string& script, const std::string& part) {
        const auto reading = with(script, std::chrono::seconds(20));
        EXPECT_EQ(reading.state, record::PdfState::Damaged);
        EXPECT_NE(reading.failure.find(part), std::string::npos) << reading.failure;
    };
    fails("kill -SEGV $$", "signal 11");
    fails("head -c 20000000 /dev/zero", "took too long");
    fails("printf '{}'", "answer");
    EXPECT_NE(with("sleep 30", std::chrono::milliseconds(200)).failure.find("too long"),
              std::string::npos);
}

TEST(Trust, the_statement_says_what_trust_toml_says) {
    const StationHome home;
    const fs::path first = home.path() / "trust.html";
    const Result made = home.seihon({"trust", "statement", "--out", first.string()});
    ASSERT_EQ(made.code, 0) << made.err;
    const std::string before = readFile(first);
    for (const char* word :
         {"1.2.392.100495.1.5.1.1.0.1", "DEMO Root CA", "DEMO TSA", "2.999.3161.1", "sha384",
          "non-repudiation", "Pharmacist", "Not accepted yet"}) {
        EXPECT_NE(before.find(word), before.npos) << word;
    }
    EXPECT_NE(before.find(made.json().at("digest").asString()), before.npos);
    const auto changed = [&](const std::string& from, const std::string& to) {
        home.editFile("trust/trust.toml", from, to);
        const fs::path file = home.path() / ("after-" + to.substr(0, 3) + ".html");
        EXPECT_EQ(home.seihon({"trust", "statement", "--out", file.string()}).code, 0);
        return readFile(file);
    };
    const std::string after = changed("rsa_bits_at_least = 2048", "rsa_bits_at_least = 4096");
    EXPECT_NE(after.find("4096 bits or more"), after.npos);
    EXPECT_EQ(before.find("4096 bits or more"), before.npos);
    EXPECT_NE(changed("1.2.392.100495.1.5.1.1.0.1", "1.2.392.100495.1.5.1.1.3.1")
                  .find("1.2.392.100495.1.5.1.1.3.1"),
              std::string::npos);
    const fs::path pdf = home.path() / "trust.pdf", japanese = home.path() / "trust.txt";
    EXPECT_EQ(home.seihon({"trust", "statement", "--out", pdf.string()}).code, 0);
    EXPECT_TRUE(readFile(pdf).starts_with("%PDF"));
    EXPECT_EQ(home.seihon({"--lang", "ja", "trust", "statement", "--out", japanese.string()}).code,
              0);
    EXPECT_NE(readFile(japanese).find("時刻認証業務"), std::string::npos);
    EXPECT_EQ(home.seihon({"trust", "statement", "--out", pdf.string()}).code, 2); // there already
}

TEST(Trust, acceptance_is_logged_and_ends_with_the_next_change) {
    const StationHome home;
    EXPECT_EQ(home.as("clerk", {"trust", "accept"}).code, 1);
    const Result accepted = home.as("admin", {"trust", "accept"});
    ASSERT_EQ(accepted.code, 0) << accepted.out << accepted.err;
    EXPECT_EQ(home.as("admin", {"trust", "accept"}).code, 2); // nothing new
    const Result now = home.seihon({"trust", "statement"});
    EXPECT_TRUE(now.json().at("inForce").asBool());
    EXPECT_EQ(now.json().at("accepted").at("by").asString(), "admin");
    // Another root under the same name is another trust.
    fs::copy_file(home.path() / "demo" / "tsa-ca.pem",
                  home.path() / "trust" / "roots" / "more.pem");
    EXPECT_FALSE(home.seihon({"trust", "statement"}).json().at("inForce").asBool());
    EXPECT_EQ(home.as("admin", {"trust", "accept"}).code, 0);
    EXPECT_EQ(home.seihon({"audit", "replay"}).code, 0);
}

} // namespace seihon::cli_test
