#include "report/record_report.h"

#include "expect_fault.h"
#include "scratch.h"

#include <algorithm>

namespace seihon::report {
namespace {

using record::parseInstant;

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

// The text between tags when every tag is closed in order, else a failure: foreign text that got
// into the markup shows here.
std::vector<std::string> openTagsOf(const std::string& html) {
    std::vector<std::string> open, seen;
    std::size_t at = html.find("<html");
    while ((at = html.find('<', at)) != std::string::npos) {
        const std::size_t end = html.find('>', at);
        EXPECT_NE(end, std::string::npos);
        std::string tag = html.substr(at + 1, end - at - 1);
        const bool closing = tag.front() == '/';
        const std::string name = closing ? tag.substr(1) : tag.substr(0, tag.find(' '));
        if (closing) {
            EXPECT_FALSE(open.empty());
            EXPECT_EQ(open.back(), name);
            open.pop_back();
        } else {
            seen.push_back(name);
            if (name != "meta" && name != "br") {
                open.push_back(name);
            }
        }
        at = end;
    }
    EXPECT_TRUE(open.empty());
    return seen;
}

record::Finding finding(record::FindingId id, record::Severity severity) {
    return {id, severity, record::Json(3200), record::Json(1000), "milliMm2", std::nullopt, ""};
}

RecordReport sealedReport() {
    RecordReport report;
    report.hospital = "見本総合病院";
    report.station = "station-1";
    report.state = record::JobState::Sealed;
    report.jobId = "019aa000-0000-7000-8000-000000000001";
    report.recordId = "019aa000-0000-7000-8000-000000000002";
    report.recordPath = "/archive/2026/11/22/019aa000-0000-7000-8000-000000000002";
    report.trustPath = "/trust";
    report.madeAt = parseInstant("2026-11-22T04:00:00Z");
    report.original.documentClass = "referral-letter";
    report.original.patient = {"P-1", "見本　花子"};
    report.original.receivedAt = parseInstant("2026-11-22T00:30:00Z");
    report.original.sheets = 1;
    report.device = {"paperfeed:paper0", "DEMO", "Feeder", "S-1", "1.0"};
    report.steps = {{Step::Registered,
                     parseInstant("2026-11-22T00:31:00Z"),
                     {"clerk", "仮名　一郎", record::Role::ScanOperator},
                     ""}};
    ReportedPage page;
    page.number = page.sheet = 1;
    page.file = "pages/0001.tif";
    page.digest = record::sha256("page");
    page.width = 2480;
    page.height = 3508;
    page.dpi = 300;
    page.findings = {finding(record::FindingId::ContentAtEdge, record::Severity::Warn)};
    report.pages = {page};
    ReportedSeal seal;
    seal.certificate.holder = "KAMEI Ichiro";
    seal.certificate.issuer = "Example CA";
    seal.signedAt = parseInstant("2026-11-22T00:35:00Z");
    seal.provenAt = parseInstant("2026-11-22T00:35:02Z");
    seal.authority = "Example TSA";
    seal.manifestDigest = record::sha256("manifest");
    report.seal = seal;
    report.verification = record::Verdict{};
    report.verifiedAt = report.madeAt;
    return report;
}

TEST(RecordReport, TellsWhoWhatWhenAndHowItIsProven) {
    const std::string html = recordReportHtml(sealedReport());
    for (const std::string part :
         {"見本総合病院", "見本　花子", "仮名　一郎", "paperfeed:paper0", "KAMEI Ichiro",
          "Example CA", "Example TSA", "2026-11-22 09:35:02 +09:00", "2480×3508", "pages/0001.tif",
          "検証結果：有効", "/archive/2026/11/22/019aa000-0000-7000-8000-000000000002",
          "openssl cms -verify", "sha256sum", "-attime 1795307702"}) {
        EXPECT_TRUE(holds(html, part)) << part;
    }
    EXPECT_TRUE(holds(html, record::sha256("page").hex()));
    EXPECT_TRUE(holds(html, record::sha256("manifest").hex()));
    EXPECT_TRUE(holds(
        html, record::sentenceOf(sealedReport().pages[0].findings[0], record::Language::Japanese)));
}

TEST(RecordReport, EnglishHasNoJapaneseOfOurs) {
    RecordReport report = sealedReport();
    report.language = record::Language::English;
    report.hospital = "Specimen Hospital";
    report.original.patient.name = "Hanako Mihon";
    report.steps[0].actor.name = "Ichiro Kamei";
    for (const std::string& text : {recordReportHtml(report), recordReportText(report)}) {
        EXPECT_TRUE(holds(text, "Verification: VALID"));
        EXPECT_TRUE(holds(text, "Patient"));
        // Kana and kanji begin with these bytes; the wide space of our layout (E3 80 80) does too,
        // and is no word.
        for (std::size_t i = 0; i + 2 < text.size(); ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if (byte >= 0xE3 && byte <= 0xE9) {
                EXPECT_EQ(text.substr(i, 3), "　") << text.substr(i, 30);
            }
        }
    }
    EXPECT_TRUE(holds(recordReportHtml(report), "<html lang=\"en\">"));
    EXPECT_TRUE(holds(recordReportHtml(sealedReport()), "<html lang=\"ja\">"));
}

TEST(RecordReport, ForeignTextNeverBecomesMarkup) {
    const std::string hostile = "<b>&\"'</td><script>alert(1)</script>\x1b[2J\xFF\u202E<!--";
    const auto tags = openTagsOf(recordReportHtml(sealedReport()));
    RecordReport report = sealedReport();
    report.hospital = report.station = report.jobId = report.recordId = hostile;
    report.className = report.notCapturable = report.regulationVersion = hostile;
    report.recordPath = report.trustPath = hostile;
    report.original.patient = {hostile, hostile};
    report.original.remark = report.original.documentClass = hostile;
    report.device = {hostile, hostile, hostile, hostile, hostile};
    report.steps[0].actor.name = report.steps[0].remark = hostile;
    report.pages[0].file = report.pages[0].markReason = hostile;
    report.pages[0].mark = record::PageMark::AsOnPaper;
    report.pages[0].findings[0].subject = hostile;
    report.seal->certificate.holder = report.seal->certificate.issuer = hostile;
    report.seal->certificate.serial = report.seal->authority = hostile;
    report.seal->certificate.healthcareRoles = {hostile};
    const std::string html = recordReportHtml(report);
    EXPECT_EQ(std::count(tags.begin(), tags.end(), "script"), 0);
    const auto hostileTags = openTagsOf(html);
    EXPECT_EQ(std::count(hostileTags.begin(), hostileTags.end(), "script"), 0);
    EXPECT_EQ(std::count(hostileTags.begin(), hostileTags.end(), "b"), 0);
    EXPECT_FALSE(holds(html, "\x1b"));
    EXPECT_FALSE(holds(html, "\u202E"));
    EXPECT_FALSE(holds(html, "\xFF"));
    EXPECT_TRUE(holds(html, "&lt;b&gt;&amp;&quot;&#39;")) << "shown, not lost";
    const std::string text = recordReportText(report);
    EXPECT_FALSE(holds(text, "\x1b"));
    EXPECT_FALSE(holds(text, "\u202E"));
}

TEST(RecordReport, PaperThatWasTakenOutOrCountedAgainStandsInTheShortText) { // [A2]
    RecordReport report = sealedReport();
    EXPECT_FALSE(holds(recordReportText(report), "counted again"));
    record::Actor clerk;
    clerk.user = "clerk";
    report.steps.push_back({Step::SetAside, {}, clerk, "3: of another chart"});
    report.steps.push_back({Step::Recounted, {}, clerk, "3 → 2: miscounted"});
    const std::string text = recordReportText(report);
    EXPECT_TRUE(holds(text, "3: of another chart (clerk)")) << text;
    EXPECT_TRUE(holds(text, "3 → 2: miscounted (clerk)")) << text;
    EXPECT_TRUE(holds(recordReportHtml(report), "3: of another chart (clerk)"));
}

TEST(RecordReport, LoadsNothingFromElsewhere) {
    const std::string html = recordReportHtml(sealedReport());
    for (const std::string part :
         {"http://", "https://", "src=", "href=", "@import", "url(", "<script"}) {
        EXPECT_FALSE(holds(html, part)) << part;
    }
    EXPECT_TRUE(holds(html, "default-src 'none'"));
}

TEST(RecordReport, DemoIsMarkedAndOnlyDemo) {
    RecordReport report = sealedReport();
    EXPECT_FALSE(holds(recordReportHtml(report), "DEMO 見本"));
    EXPECT_FALSE(holds(recordReportText(report), "DEMO 見本"));
    report.demo = true;
    EXPECT_TRUE(holds(recordReportHtml(report), "<div class=\"demo\">DEMO 見本</div>"));
    EXPECT_TRUE(holds(recordReportText(report), "[DEMO 見本]"));
}

TEST(RecordReport, TheBannerSaysWhatTheVerdictSays) {
    RecordReport report = sealedReport();
    report.language = record::Language::English;
    report.verification->add(finding(record::FindingId::TestMode, record::Severity::Warn));
    EXPECT_TRUE(holds(recordReportText(report), "Verification: VALID"));
    report.verification->add(finding(record::FindingId::FileAltered, record::Severity::Refuse));
    EXPECT_TRUE(holds(recordReportText(report), "NOT VALID"));
    EXPECT_FALSE(holds(recordReportText(report), ": VALID"));
    EXPECT_TRUE(holds(recordReportHtml(report), "<div class=\"banner bad\">"));
    report.verification.reset();
    EXPECT_TRUE(holds(recordReportText(report), "not verified when this report was made"));
    EXPECT_TRUE(holds(recordReportHtml(report), "<div class=\"banner caution\">"));
    report.state = record::JobState::SealingPending;
    report.seal->provenAt.reset();
    EXPECT_TRUE(holds(recordReportText(report), "Not yet confirmed"));
    EXPECT_TRUE(holds(recordReportText(report), "waiting for the timestamp"));
    EXPECT_FALSE(holds(recordReportHtml(report), "openssl cms")) << "there is no record to check";
    report.language = record::Language::Japanese;
    EXPECT_TRUE(holds(recordReportText(report), "未確定"));
}

record::ScanJob sealedJob() {
    const record::Actor clerk{"clerk", "仮名　一郎", record::Role::ScanOperator};
    record::ScanJob job;
    job.id = "019aa000-0000-7000-8000-000000000001";
    job.state = record::JobState::Sealed;
    job.original.documentClass = "referral-letter";
    job.registered = {clerk, parseInstant("2026-11-22T00:10:00Z"), "", {}};
    job.opened = record::Act{clerk, parseInstant("2026-11-22T00:11:00Z"), "", {}};
    job.prepared = record::Attestation{"prepared", "yes", "",
                                       "flag",     clerk, parseInstant("2026-11-22T00:12:00Z")};
    for (int i = 1; i <= 2; ++i) {
        record::Page page;
        page.number = page.sheet = i;
        page.file = "capture" + std::to_string(i) + ".tif";
        page.fileDigest = record::sha256(page.file);
        page.capturedAt = parseInstant("2026-11-22T00:13:00Z") + std::chrono::seconds(i);
        page.capture.device.name = "paperfeed:paper0";
        page.verdict.add(finding(record::FindingId::Skewed, record::Severity::Warn));
        job.pages.push_back(page);
    }
    job.interruptions.resize(3);
    job.superseded.resize(1);
    record::Sealing sealing;
    sealing.recordId = "019aa000-0000-7000-8000-000000000002";
    sealing.certificate.holder = "KAMEI Ichiro";
    sealing.act = {clerk, parseInstant("2026-11-22T00:20:00Z"), "", {}};
    job.sealing = sealing;
    record::SealedRecord sealed;
    sealed.recordId = sealing.recordId;
    sealed.path = "2026/11/22/" + sealing.recordId;
    sealed.provenAt = parseInstant("2026-11-22T00:20:02Z");
    sealed.at = parseInstant("2026-11-22T00:20:03Z");
    job.sealed = sealed;
    return job;
}

TEST(RecordReport, IsFilledFromAFoldedJob) {
    const RecordReport report = recordReportOf(sealedJob());
    ASSERT_EQ(report.pages.size(), 2u);
    EXPECT_EQ(report.pages[1].file, "pages/0002.tif");
    EXPECT_EQ(report.pages[1].digest, record::sha256("capture2.tif"));
    EXPECT_EQ(report.pages[0].findings.size(), 1u);
    EXPECT_EQ(report.interruptions, 3);
    EXPECT_EQ(report.supersededPages, 1);
    EXPECT_EQ(report.device.name, "paperfeed:paper0");
    ASSERT_TRUE(report.seal.has_value());
    EXPECT_EQ(report.seal->role, record::Role::ScanOperator);
    EXPECT_EQ(report.seal->provenAt, parseInstant("2026-11-22T00:20:02Z"));
    std::vector<Step> steps;
    for (const ReportedStep& step : report.steps) {
        steps.push_back(step.step);
    }
    EXPECT_EQ(steps, (std::vector<Step>{Step::Registered, Step::Opened, Step::Prepared,
                                        Step::Scanned, Step::Signed, Step::Proven, Step::Sealed}));
}

TEST(RecordReport, APendingJobShowsItsCapturesAndNoTime) {
    record::ScanJob job = sealedJob();
    job.state = record::JobState::SealingPending;
    job.sealed.reset();
    const RecordReport report = recordReportOf(job);
    EXPECT_EQ(report.pages[0].file, "capture1.tif");
    EXPECT_FALSE(report.seal->provenAt.has_value());
    EXPECT_TRUE(report.recordPath.empty());
    job.sealing.reset();
    EXPECT_FALSE(recordReportOf(job).seal.has_value());
    EXPECT_TRUE(holds(recordReportHtml(recordReportOf(job)), "未確定"));
}

TEST(RecordReport, PdfHasAsManyPagesAsItNeeds) {
    const Scratch scratch;
    RecordReport report = sealedReport();
    writeRecordReportPdf(scratch / "short.pdf", report);
    report.pages.resize(90, report.pages[0]);
    // Taller than a page: must end in "…", not loop or vanish.
    for (int i = 0; i < 3000; ++i) {
        report.original.remark += "とても長い備考 ";
    }
    writeRecordReportPdf(scratch / "long.pdf", report);
    const auto pages = [](const std::string& pdf) {
        return occurrences(pdf, "<< /Type /Page ");
    };
    const std::string shortPdf = contentOf(scratch / "short.pdf");
    EXPECT_EQ(shortPdf.rfind("%PDF-", 0), 0u);
    EXPECT_GE(pages(shortPdf), 1u);
    EXPECT_LE(pages(shortPdf), 2u);
    EXPECT_GE(pages(contentOf(scratch / "long.pdf")), 4u);
    expectFault(record::FaultKind::StorageFailed,
                [&] { writeRecordReportPdf(scratch / "no-such-folder/a.pdf", report); });
}

// The commands of the report, run as printed on a record made by openssl: they must pass, and fail
// when a byte changes.
TEST(RecordReport, TheCommandsItPrintsWork) {
    const Scratch scratch;
    const std::string folder = (scratch / "it's a record").string();
    const Ran made = run("set -e; cd '" + scratch.path().string() +
                         "'; R=\"it's a record\"; mkdir -p \"$R/META-INF\" "
                         "\"$R/pages\" trust/roots; echo page > \"$R/pages/0001.tif\"; "
                         "echo manifest > \"$R/META-INF/ASiCManifest001.xml\"; openssl req -x509 "
                         "-newkey rsa:2048 -nodes "
                         "-keyout key.pem -out trust/roots/root.pem -subj /CN=Test -days 3; "
                         "openssl cms -sign -cades -binary "
                         "-signer trust/roots/root.pem -inkey key.pem -in "
                         "\"$R/META-INF/ASiCManifest001.xml\" -outform DER "
                         "-out \"$R/META-INF/signature001.p7s\"");
    ASSERT_EQ(made.status, 0) << made.out;
    RecordReport report = sealedReport();
    report.recordPath = folder;
    report.trustPath = scratch / "trust";
    report.seal->provenAt = record::readClock() + std::chrono::seconds(2);
    report.pages[0].digest = record::sha256("page\n");
    const std::string html = recordReportHtml(report);
    const std::size_t begin = html.find("<pre>") + 5;
    std::string script = html.substr(begin, html.find("</pre>") - begin);
    const auto replaceAll = [&](const std::string& from, const std::string& to) {
        for (std::size_t at = 0; (at = script.find(from, at)) != std::string::npos;
             at += to.size()) {
            script.replace(at, from.size(), to);
        }
    };
    replaceAll("&#39;", "'");
    replaceAll("&quot;", "\"");
    replaceAll("&gt;", ">");
    replaceAll("&amp;", "&");
    // Ours is not installed where this test runs, and the roots stay in this test's folder.
    script.erase(script.find("seihon record verify"));
    replaceAll("/tmp/roots.pem", (scratch / "roots.pem").string());
    std::ofstream(scratch / "check.sh") << "set -e\n" << script;
    const std::string command = "sh '" + (scratch / "check.sh").string() + "'";
    const Ran good = run(command);
    EXPECT_EQ(good.status, 0) << good.out;
    EXPECT_TRUE(holds(good.out, "CAdES Verification successful")) << good.out;
    EXPECT_TRUE(holds(good.out, record::sha256("page\n").hex())) << good.out;
    std::ofstream(folder + "/META-INF/ASiCManifest001.xml") << "Manifest\n";
    EXPECT_NE(run(command).status, 0);
}

} // namespace
} // namespace seihon::report
