#include "report/record_document.h"

#include "report/record_words.h"
#include "report/shell_word.h"

#include <algorithm>

namespace seihon::report {

namespace {

Tone toneOf(record::Severity severity) {
    switch (severity) {
    case record::Severity::Refuse:
        return Tone::Bad;
    case record::Severity::Warn:
        return Tone::Caution;
    case record::Severity::Note:
        return Tone::Plain;
    }
    return Tone::Bad;
}

Cell findingsCell(const std::vector<record::Finding>& findings, const RecordReport& report,
                  const Words& say) {
    Cell cell;
    if (findings.empty()) {
        return {say("指摘なし", "none"), Tone::Good};
    }
    for (const record::Finding& finding : findings) {
        const Tone tone = toneOf(finding.severity);
        cell.tone = std::max(cell.tone, tone);
        std::string sentence = record::sentenceOf(finding, report.language);
        if (sentence.find(finding.subject) == std::string::npos) {
            sentence = finding.subject + ": " + sentence;
        }
        cell.text += (cell.text.empty() ? "" : "\n") + sentence;
    }
    return cell;
}

Cell banner(const RecordReport& report, const Words& say) {
    if (report.verification && !report.verification->permitted()) {
        return {say("検証結果：無効　—　この記録は信頼できません",
                    "Verification: NOT VALID – this record cannot be relied on"),
                Tone::Bad};
    }
    if (report.state == record::JobState::Abandoned) {
        return {say("中止：記録は作成されていません", "Abandoned: there is no record"), Tone::Bad};
    }
    if (report.state != record::JobState::Sealed) {
        return {say("未確定：封緘はまだ済んでいません（", "Not yet confirmed: not sealed (") +
                    std::string(record::wordFor(report.state, report.language)) + say("）", ")"),
                Tone::Caution};
    }
    if (!report.verification) {
        return {say("封緘済み（この帳票の作成時には検証していません）",
                    "Sealed (not verified when this report was made)"),
                Tone::Caution};
    }
    return {report.demo ? say("検証結果：有効（デモ用の証明書による）",
                              "Verification: VALID (with demo certificates)")
                        : say("検証結果：有効", "Verification: VALID"),
            Tone::Good};
}

Section paperSection(const RecordReport& report, const Words& say) {
    Section section;
    section.heading = say("原本", "The paper");
    section.brief = true;
    const record::Original& original = report.original;
    const auto add = [&](std::string name, std::string text) {
        section.facts.push_back({std::move(name), {std::move(text)}});
    };
    add(say("文書の種類", "Document class"),
        report.className.empty() ? original.documentClass
                                 : report.className + " [" + original.documentClass + "]");
    if (!original.patient.id.empty() || !original.patient.name.empty()) {
        add(say("患者", "Patient"), original.patient.name + "　ID " + original.patient.id);
    }
    if (original.receivedAt) {
        add(say("受領", "Received"), say.time(original.receivedAt) + say("（", " (") +
                                         say.of(original.evidence) + say("）", ")"));
    }
    if (original.createdAt) {
        add(say("作成", "Created"), say.time(original.createdAt));
    }
    add(say("枚数", "Sheets"),
        std::to_string(original.sheets) +
            (original.duplex ? say(" 枚・両面", ", both sides") : say(" 枚・片面", ", one side")));
    for (const ReportedStep& step : report.steps) { // what a reader must not have to look for [A2]
        if (step.step == Step::SetAside || step.step == Step::Recounted) {
            section.facts.push_back(
                {say.of(step.step), {step.remark + " (" + step.actor.user + ")", Tone::Caution}});
        }
    }
    if (!original.remark.empty()) {
        add(say("備考", "Remark"), original.remark);
    }
    if (report.referenceCopy) {
        section.facts.push_back({say("扱い", "Purpose"),
                                 {say("参照用の写し。原本は紙のまま保存します。",
                                      "Reference copy: the paper stays the original."),
                                  Tone::Caution}});
    }
    if (!report.notCapturable.empty()) {
        add(say("画像に写らないもの", "Not captured"), report.notCapturable);
    }
    return section;
}

Section stepsSection(const RecordReport& report, const Words& say) {
    Section section;
    section.heading = say("経過", "What happened");
    section.columns = {say("日時", "When"), say("内容", "What"), say("担当", "Who"),
                       say("理由・備考", "Reason, remark")};
    section.widths = {0.28, 0.31, 0.24, 0.17};
    for (const ReportedStep& step : report.steps) {
        section.rows.push_back(
            {{say.time(step.at)}, {say.of(step.step)}, {say.person(step.actor)}, {step.remark}});
    }
    std::string device = report.device.vendor + " " + report.device.model;
    if (!report.device.serial.empty()) {
        device += say("　製造番号 ", ", serial ") + report.device.serial;
    }
    if (!report.device.firmware.empty()) {
        device += say("　ファームウェア ", ", firmware ") + report.device.firmware;
    }
    section.facts.push_back({say("装置", "Device"), {device + "　" + report.device.name}});
    section.facts.push_back({say("給紙", "Paper source"), {say.of(report.source)}});
    if (report.interruptions > 0 || report.supersededPages > 0) {
        section.facts.push_back(
            {say("中断・再読取", "Interruptions, rescans"),
             {say("給紙の中断 ", "feed interruptions: ") + std::to_string(report.interruptions) +
              say(" 回、読み直した面 ", ", sides scanned again: ") +
              std::to_string(report.supersededPages)}});
    }
    return section;
}

Section pagesSection(const RecordReport& report, const Words& say) {
    Section section;
    section.heading =
        say("ページ（", "Pages (") + std::to_string(report.pages.size()) + say("）", ")");
    section.brief = true;
    section.columns = {say("頁", "No."), say("用紙・面", "Sheet, side"), say("画像", "Image"),
                       say("指摘", "Findings"), say("ファイルと SHA-256", "File and SHA-256")};
    section.widths = {0.06, 0.11, 0.19, 0.30, 0.34};
    for (const ReportedPage& page : report.pages) {
        std::string image = std::to_string(page.width) + "×" + std::to_string(page.height) + "  " +
                            std::to_string(page.dpi) + " dpi\n" + say.of(page.mode) + " " +
                            std::to_string(page.bitsPerSample) + " bit";
        Cell findings = findingsCell(page.findings, report, say);
        if (page.mark != record::PageMark::None) {
            findings.text += "\n→ " + say.of(page.mark) +
                             (page.markReason.empty() ? "" : say("：", ": ") + page.markReason);
        }
        section.rows.push_back(
            {{std::to_string(page.number)},
             {std::to_string(page.sheet) +
              (page.side == record::Side::Front ? say(" 表", " front") : say(" 裏", " back"))},
             {image},
             findings,
             {page.file + "\n" + page.digest.hex(), Tone::Plain, true}});
    }
    return section;
}

Section sealSection(const RecordReport& report, const Words& say) {
    Section section;
    section.heading = say("封緘（署名とタイムスタンプ）", "Seal: signature and timestamp");
    section.brief = true;
    if (!report.seal) {
        section.paragraphs.push_back(
            say("まだありません。画像の閲覧はできますが、未確定です。",
                "There is none yet. The images may be viewed, as not yet confirmed."));
        return section;
    }
    const ReportedSeal& seal = *report.seal;
    const auto add = [&](std::string name, Cell cell) {
        section.facts.push_back({std::move(name), std::move(cell)});
    };
    std::string signer = seal.certificate.holder;
    if (seal.role) {
        signer += say("（", " (") + std::string(record::wordFor(*seal.role, report.language)) +
                  say("）", ")");
    }
    for (const std::string& role : seal.certificate.healthcareRoles) {
        signer += "　hcRole " + role;
    }
    add(say("署名者", "Signer"), {signer});
    add(say("証明書", "Certificate"), {say("発行者 ", "issuer ") + seal.certificate.issuer +
                                       say("　番号 ", ", serial ") + seal.certificate.serial});
    add(say("署名時刻（申告）", "Signed at (claimed)"), {say.time(seal.signedAt)});
    if (seal.provenAt) {
        add(say("証明された時刻", "Proven at"),
            {say.time(*seal.provenAt) + (seal.authority.empty() ? "" : "　" + seal.authority)});
    } else {
        add(say("証明された時刻", "Proven at"),
            {say("タイムスタンプ待ち", "waiting for the timestamp"), Tone::Caution});
    }
    add(say("目録の SHA-256", "Manifest SHA-256"), {seal.manifestDigest.hex(), Tone::Plain, true});
    if (seal.certificate.testMode) {
        add(say("注意", "Note"),
            {say("試験用の証明書です。", "This is a test certificate."), Tone::Bad});
    }
    return section;
}

Section verificationSection(const RecordReport& report, const Words& say) {
    Section section;
    section.heading = say("検証", "Verification");
    section.brief = true;
    if (!report.verification) {
        section.paragraphs.push_back(say("この帳票の作成時には検証していません。",
                                         "Not verified when this report was made."));
        return section;
    }
    const bool valid = report.verification->permitted();
    section.facts.push_back({say("結果", "Result"),
                             {valid ? say("有効", "valid") : say("無効", "not valid"),
                              valid ? Tone::Good : Tone::Bad}});
    section.facts.push_back({say("検証日時", "Verified at"), {say.time(report.verifiedAt)}});
    section.facts.push_back(
        {say("指摘", "Findings"), findingsCell(report.verification->findings, report, say)});
    return section;
}

Section referenceSection(const RecordReport& report, const Words& say) {
    Section section;
    section.heading = say("識別", "References");
    section.brief = true;
    const auto add = [&](std::string name, std::string text) {
        section.facts.push_back({std::move(name), {std::move(text), Tone::Plain, true}});
    };
    add(say("記録 ID", "Record id"), report.recordId.empty() ? "–" : report.recordId);
    add(say("ジョブ ID", "Job id"), report.jobId);
    if (!report.recordPath.empty()) {
        add(say("保管場所", "Stored at"), report.recordPath.string());
    }
    add(say("運用管理規程", "Regulation"),
        (report.regulationVersion.empty() ? "" : report.regulationVersion + "  SHA-256 ") +
            report.regulation.hex());
    return section;
}

// [F10]: common tools alone. Nothing may be written into the record folder: a file that the seal
// does not list is a finding.
Section ownEyesSection(const RecordReport& report, const Words& say) {
    Section section;
    section.heading = say("一般的な道具による確かめ方", "Checking it with ordinary tools");
    section.paragraphs.push_back(say("1行目は記録と信頼の起点の場所です。SHA-256 "
                                     "は上の表と、目録の DigestValue（Base64）はその次の行の出力と"
                                     "一致しなければなりません。最後の署名検証が「CAdES "
                                     "Verification successful」となることを確かめます。",
                                     "The first lines name the record and the roots of trust. The "
                                     "SHA-256 values must equal those of the table "
                                     "above, and the manifest's DigestValue (Base64) what the next "
                                     "line prints. The last command must say "
                                     "\"CAdES Verification successful\"."));
    const std::string trust =
        report.trustPath.empty() ? std::string("TRUST") : report.trustPath.string();
    const std::string first = report.pages.empty() ? "record.json" : report.pages.front().file;
    std::string attime;
    if (report.seal && report.seal->provenAt) {
        using std::chrono::seconds;
        const auto at = std::chrono::floor<seconds>(*report.seal->provenAt).time_since_epoch();
        attime = " -attime " + std::to_string(at.count());
    }
    section.commands = {
        "R=" + shellWord(report.recordPath.string()) + "; T=" + shellWord(trust),
        "(cd \"$R\" && sha256sum pages/*)",
        "openssl dgst -sha256 -binary \"$R\"/" + shellWord(first) + " | base64",
        "sha256sum \"$R\"/META-INF/ASiCManifest001.xml",
        "cat \"$T\"/roots/*.pem > /tmp/roots.pem",
        "openssl cms -verify -cades -binary -inform DER -in \"$R\"/META-INF/signature001.p7s"
        " -content \"$R\"/META-INF/ASiCManifest001.xml -CAfile /tmp/roots.pem" +
            attime + " -out /dev/null",
        "seihon record verify \"$R\" --trust \"$T\""};
    return section;
}

} // namespace

Document documentOf(const RecordReport& report) {
    const Words say(report.language, report.utcOffset);
    Document document;
    document.language = report.language;
    document.demo = report.demo;
    document.demoMark = say("DEMO 見本", "DEMO");
    document.title = say("電子化記録の報告書", "Report on a digitized record");
    document.subtitle = report.hospital + "　" + report.station;
    document.banner = banner(report, say);
    document.sections.push_back(paperSection(report, say));
    document.sections.push_back(pagesSection(report, say));
    document.sections.push_back(sealSection(report, say));
    document.sections.push_back(verificationSection(report, say));
    document.sections.push_back(stepsSection(report, say));
    document.sections.push_back(referenceSection(report, say));
    if (report.state == record::JobState::Sealed && !report.recordPath.empty()) {
        document.sections.push_back(ownEyesSection(report, say));
    }
    document.foot =
        say("作成 ", "Made ") + say.time(report.madeAt) + "　Seihon " SEIHON_VERSION "　" +
        say("この帳票は説明であり、証拠は記録そのものです。画像は紙と完全に同じものではありません"
            "。",
            "This report explains; the evidence is the record itself. A scan is never fully equal "
            "to the paper.") +
        (report.demo
             ? say("　デモ用データ：実在の患者ではありません。", " Demo data: no real patient.")
             : std::string());
    return document;
}

} // namespace seihon::report
