// NIST's Public Key Interoperability Test Suite against the path judge and the revocation judge:
// pkits_table.csv has the cases, Debian's python3-cryptography-vectors the certificates.

#include "signing/crl.h"
#include "signing/path.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace seihon::signing {
namespace {

const std::filesystem::path kVectors =
    "/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data";

// Certificates and lists are good from 2010 to 2030.
const record::Instant kSuiteTime = record::parseInstant("2015-06-01T00:00:00Z");

struct PkitsCase {
    std::string number, leaf;
    std::vector<std::string> authorities, lists, policies;
    std::string flags, expected, ours, reason;

    std::string answer() const { return ours.empty() ? expected : ours; }
};

std::vector<std::string> splitAt(const std::string& text, char mark) {
    std::vector<std::string> parts;
    std::stringstream stream(text + mark);
    for (std::string part; std::getline(stream, part, mark);) {
        parts.push_back(part);
    }
    return parts;
}

std::vector<std::string> wordsOf(const std::string& text) {
    return text.empty() ? std::vector<std::string>() : splitAt(text, ' ');
}

const std::vector<PkitsCase>& suite() {
    static const std::vector<PkitsCase> cases = [] {
        std::vector<PkitsCase> all;
        std::ifstream file(std::filesystem::path(SEIHON_SOURCE_DIR) /
                           "tests/signing/pkits_table.csv");
        for (std::string line; std::getline(file, line);) {
            if (line.empty() || line.front() == '#') {
                continue;
            }
            const std::vector<std::string> cells = splitAt(line, ';');
            if (cells.size() != 9) {
                ADD_FAILURE() << "nine cells expected: " << line;
                continue;
            }
            all.push_back({cells[0], cells[1], wordsOf(cells[2]), wordsOf(cells[3]),
                           wordsOf(cells[4]), cells[5], cells[6], cells[7], cells[8]});
        }
        return all;
    }();
    return cases;
}

Der vectorFile(const std::string& name) {
    std::ifstream stream(kVectors / name, std::ios::binary);
    Der bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    EXPECT_FALSE(bytes.empty()) << name;
    return bytes;
}

const char* nameOfProblem(PathProblem problem) {
    switch (problem) {
    case PathProblem::Unreadable:
        return "Unreadable";
    case PathProblem::Untrusted:
        return "Untrusted";
    case PathProblem::Expired:
        return "Expired";
    case PathProblem::NotYetValid:
        return "NotYetValid";
    case PathProblem::PolicyNotAccepted:
        return "PolicyNotAccepted";
    case PathProblem::DigestWeak:
        return "DigestWeak";
    case PathProblem::KeyTooSmall:
        return "KeyTooSmall";
    }
    return "?";
}

struct Answer {
    bool valid = false;
    std::string reasons;
};

Answer judgeCase(const PkitsCase& each) {
    const Der leaf = vectorFile("certs/" + each.leaf + ".crt");
    PathQuestion question;
    question.leaf = leaf;
    question.roots = {vectorFile("certs/TrustAnchorRootCertificate.crt")};
    question.at = kSuiteTime;
    question.policies = each.policies;
    question.inhibitMapping = each.flags == "no-mapping";
    question.inhibitAnyPolicy = each.flags == "no-any-policy";
    for (const std::string& name : each.authorities) {
        question.others.push_back(vectorFile("certs/" + name + ".crt"));
    }
    std::vector<Der> lists;
    for (const std::string& name : each.lists) {
        lists.push_back(vectorFile("crls/" + name + ".crl"));
    }
    const Path path = buildPath(question);
    Answer answer{path.holds(), ""};
    for (const PathFault& fault : path.faults) {
        answer.reasons += std::string(nameOfProblem(fault.problem)) + " (" + fault.detail + ") ";
    }
    for (const RevocationAnswer& one : judgeChainRevocation(path.chain, lists, kSuiteTime)) {
        if (one.state == RevocationState::Revoked || one.state == RevocationState::Unknown) {
            answer.valid = false;
            answer.reasons += one.state == RevocationState::Revoked ? "revoked: " : "no list: ";
            answer.reasons += one.holder + " ";
        }
    }
    return answer;
}

TEST(Pkits, AnswersEveryCaseAsTheTableSays) {
    if (!std::filesystem::exists(kVectors)) {
        GTEST_SKIP() << "python3-cryptography-vectors is not installed";
    }
    for (const PkitsCase& each : suite()) {
        const Answer got = judgeCase(each);
        EXPECT_EQ(got.valid ? "valid" : "invalid", each.answer())
            << each.number << ' ' << each.leaf << ": " << got.reasons;
    }
}

// Being stricter than the standard needs a reason; being laxer has none.
TEST(Pkits, DiffersFromTheSuiteOnlyByRefusing) {
    std::size_t differences = 0;
    for (const PkitsCase& each : suite()) {
        EXPECT_TRUE(each.expected == "valid" || each.expected == "invalid") << each.number;
        if (each.ours.empty()) {
            EXPECT_TRUE(each.reason.empty()) << each.number;
            continue;
        }
        ++differences;
        EXPECT_EQ(each.expected, "valid") << each.number;
        EXPECT_EQ(each.ours, "invalid") << each.number;
        EXPECT_GT(each.reason.size(), 20u) << each.number;
    }
    EXPECT_LT(differences, suite().size() / 8);
}

// No section and no test of the suite is left out.
TEST(Pkits, TheTableIsWhole) {
    constexpr std::array<int, 16> kTests{6, 8, 11, 21, 8, 17, 5, 20, 8, 14, 11, 10, 38, 35, 10, 2};
    std::map<std::string, int> seen;
    for (const PkitsCase& each : suite()) {
        const auto parts = splitAt(each.number, '.');
        ASSERT_GE(parts.size(), 3u) << each.number;
        ++seen[parts[0] + "." + parts[1] + "." + parts[2]];
    }
    std::size_t tests = 0;
    for (std::size_t section = 0; section < kTests.size(); ++section) {
        for (int test = 1; test <= kTests[section]; ++test, ++tests) {
            const std::string number =
                "4." + std::to_string(section + 1) + "." + std::to_string(test);
            EXPECT_TRUE(seen.contains(number)) << number;
        }
    }
    EXPECT_EQ(seen.size(), tests);
}

} // namespace
} // namespace seihon::signing
