#include "record/bundle.h"

#include "record/fault.h"
#include "record/json.h"
#include "tests/record/expect_fault.h"

#include <gtest/gtest.h>

namespace seihon::record {

namespace {

BundleNote sampleBundleNote() {
    BundleNote note;
    note.id = "0198c0de-0000-7000-8000-000000000001";
    note.station = "station-1";
    note.takenBy = {"auditor", "Jun Kansa", Role::Auditor};
    note.recipient = "Inspector";
    note.reason = "inspection";
    note.redaction = Redaction::Images;
    note.records = {{"0198c0de-0000-7000-8000-000000000002", "referral-letter"}};
    note.regulations = {sha256("rules")};
    return note;
}

} // namespace

TEST(BundleNoteText, ComesBackTheSameAndIsStrict) {
    const std::string text = bundleNoteText(sampleBundleNote());
    EXPECT_EQ(parseBundleNote(text), sampleBundleNote());
    const auto refused = [&](const char* key, Json value) {
        Json json = parseJson(text);
        json.set(key, std::move(value));
        expectFault(FaultKind::Malformed, [&] { (void)parseBundleNote(canonical(json)); });
    };
    refused("format", "seihon-bundle-2");
    refused("id", "../x");
    refused("redaction", "some");
    refused("records", Json::array());
    refused("more", 1);
    refused("madeAt", "yesterday");
    refused("regulations", Json::array({"00"}));
    expectFault(FaultKind::Malformed, [&] { (void)parseBundleNote(text + "\n"); });
}

TEST(FileSumsText, ComesBackTheSameAndLeavesNoFolder) {
    const FileSums sums{{"a/b.txt", sha256("1")}, {"a/c", sha256("2")}, {"z", sha256("3")}};
    EXPECT_EQ(parseFileSums(fileSumsText(sums)), sums);
    EXPECT_TRUE(parseFileSums("").empty());
    const std::string hex = sha256("1").hex();
    for (const char* const path :
         {"../a", "/a", "a//b", "a/", "", "a/./b", "a b", "-a", "a/../b", "a\\b", "\xe3\x81\x82"}) {
        expectFault(FaultKind::Malformed, [&] { (void)parseFileSums(hex + "  " + path + "\n"); });
    }
    for (const std::string& text :
         {hex + "  a", hex + " *a\n", hex + "  b\n" + hex + "  a\n", hex + "  a\n" + hex + "  a\n",
          std::string("a\n"), std::string(64, 'G') + "  a\n", "\\" + hex + "  a\n"}) {
        expectFault(FaultKind::Malformed, [&] { (void)parseFileSums(text); });
    }
}

TEST(Redacted, EachLevelLeavesOutWhatTheOneBeforeDoes) {
    for (const char* const path : {"pages/0001.tif", "record.json", "META-INF/ASiCManifest001.xml",
                                   "mimetype", "scan-proof.json"}) {
        EXPECT_FALSE(isLeftOut(Redaction::None, path));
        EXPECT_LE(isLeftOut(Redaction::Images, path), isLeftOut(Redaction::Patient, path));
    }
    EXPECT_TRUE(isLeftOut(Redaction::Images, "pages/0001.tif"));
    EXPECT_FALSE(isLeftOut(Redaction::Images, "record.json"));
    EXPECT_TRUE(isLeftOut(Redaction::Patient, "record.json"));
    EXPECT_FALSE(isLeftOut(Redaction::Patient, "META-INF/signature001.p7s"));
}

} // namespace seihon::record
