#include "record/page_examination.h"

#include "job_entries.h"
#include "record/fault.h"

#include <gtest/gtest.h>

namespace seihon::record {
namespace {

PageExamination sampleExamination() {
    PageExamination examination;
    examination.engine = "tesseract 5.3.0, zbar 0.23.92";
    examination.orientation = PageOrientation{2, 18'400};
    examination.pageNumber = PrintedNumber{2, 4, 95, {101, 286, 8, 4}};
    examination.barcodes = {{"QR-Code", "患者 0039-3059-0", false, 3, {10, 20, 30, 30}},
                            {"CODE-128", "0039", true, 0, {10, 60, 50, 9}}};
    return examination;
}

TEST(PageExamination, ReadsBackEqual) {
    EXPECT_EQ(pageExaminationFromJson(toJson(sampleExamination())), sampleExamination());
    const PageExamination nothing;
    EXPECT_EQ(pageExaminationFromJson(toJson(nothing)), nothing);
    PageExamination bare = sampleExamination();
    bare.pageNumber->total.reset();
    EXPECT_EQ(pageExaminationFromJson(toJson(bare)), bare);
}

// [F16] A bar code may hold the patient's number: the public line of the log must not.
TEST(PageExamination, TextsOfBarcodesStandInThePrivatePartAlone) {
    const PageExamination examination = sampleExamination();
    const Json open = publicJson(examination);
    EXPECT_EQ(canonical(open).find("0039"), std::string::npos);
    EXPECT_EQ(pageExaminationFromParts(open, privateJson(examination)), examination);
    const PageExamination without = pageExaminationFromParts(open, {});
    ASSERT_EQ(without.barcodes.size(), 2u);
    EXPECT_EQ(without.barcodes[0].text, "");
    EXPECT_EQ(without.barcodes[0].symbology, "QR-Code");
    EXPECT_TRUE(privateJson(PageExamination{}).isNull());
}

TEST(PageExamination, RefusesWhatNobodyWrote) {
    const auto refused = [](const char* key, Json value) {
        Json json = toJson(sampleExamination());
        json.set(key, std::move(value));
        EXPECT_THROW((void)pageExaminationFromJson(json), Fault) << key;
    };
    refused("orientation", Json::object({{"quarterTurns", 4}, {"confidenceMilli", 1}}));
    refused("orientation", Json::object({{"quarterTurns", 1}}));
    Json many = Json::array();
    for (std::size_t i = 0; i <= kMaxBarcodesOfPage; ++i) {
        many.push(toJson(sampleExamination()).at("barcodes").asArray().front());
    }
    refused("barcodes", many);
    Json unpaired = privateJson(sampleExamination());
    unpaired.set("barcodeTexts", Json::array({"one"}));
    EXPECT_THROW((void)pageExaminationFromParts(publicJson(sampleExamination()), unpaired), Fault);
}

JobEntries& examine(JobEntries& entries, const std::string& captureId,
                    const PageExamination& examination) {
    entries.add(EntryKind::PageExamined,
                Json::object({{"captureId", captureId}, {"examination", publicJson(examination)}}));
    entries.last().what.privateFacts = privateJson(examination);
    Finding turned;
    turned.id = FindingId::UpsideDown;
    turned.severity = Severity::Warn;
    entries.last().what.verdict = Verdict{{turned}};
    return entries;
}

TEST(FoldExamination, BelongsToItsCapture) {
    JobEntries entries;
    const ScanJob before = entries.scanned().fold();
    const ScanJob job = examine(entries, "1b", sampleExamination()).fold();
    EXPECT_FALSE(job.pages[0].examination);
    ASSERT_TRUE(job.pages[1].examination);
    EXPECT_EQ(*job.pages[1].examination, sampleExamination());
    EXPECT_TRUE(findingsOf(job.pages[1]).has(FindingId::UpsideDown));
    EXPECT_FALSE(job.pages[1].verdict.has(FindingId::UpsideDown)) << "what was judged at capture";
    EXPECT_FALSE(findingsOf(job.pages[0]).has(FindingId::UpsideDown));
    EXPECT_EQ(job.pages.size(), before.pages.size());
    EXPECT_EQ(job.state, before.state);
}

TEST(FoldExamination, TheNewestCounts) {
    JobEntries entries;
    entries.scanned();
    examine(entries, "1f", sampleExamination());
    PageExamination again;
    again.engine = "a later version";
    examine(entries, "1f", again).last().what.verdict.reset();
    const ScanJob job = entries.fold();
    EXPECT_EQ(job.pages[0].examination->engine, "a later version");
    EXPECT_FALSE(findingsOf(job.pages[0]).has(FindingId::UpsideDown));
}

TEST(FoldExamination, OfAReplacedCaptureChangesNothing) {
    JobEntries entries;
    entries.scanned().capture("x", 1, Side::Front, "1f");
    const ScanJob job = examine(entries, "1f", sampleExamination()).fold();
    for (const Page& page : job.pages) {
        EXPECT_FALSE(page.examination);
        EXPECT_TRUE(page.examinationVerdict.findings.empty());
    }
}

TEST(FoldExamination, ARescanIsNotYetExamined) {
    JobEntries entries;
    entries.scanned();
    examine(entries, "1f", sampleExamination()).capture("x", 1, Side::Front, "1f");
    const ScanJob job = entries.fold();
    EXPECT_EQ(job.pages[0].captureId, "x");
    EXPECT_FALSE(job.pages[0].examination);
    EXPECT_FALSE(findingsOf(job.pages[0]).has(FindingId::UpsideDown));
}

TEST(FoldExamination, OfAPageThatNeverWasIsTampering) {
    JobEntries entries;
    entries.scanned();
    EXPECT_THROW((void)examine(entries, "none", sampleExamination()).fold(), Fault);
}

} // namespace
} // namespace seihon::record
