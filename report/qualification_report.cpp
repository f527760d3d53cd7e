#include "report/qualification_report.h"

#include "report/canvas.h"
#include "report/document.h"
#include "report/qualification_figures.h"
#include "report/record_words.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace seihon::report {

namespace {

std::string decimal(double value, int places, const char* unit = "") {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.*f%s", places, value, unit);
    return text.data();
}

// "300 dpi　自動給紙・片面　表　カラー"
std::string settingOf(const ReportedTarget& scan, const Words& say) {
    return std::to_string(scan.capture.dpiX) + " dpi　" + say.of(scan.capture.source) + "　" +
           (scan.capture.side == record::Side::Front ? say("表", "front") : say("裏", "back")) +
           "　" + say.of(scan.capture.mode);
}

Section identitySection(const QualificationReport& report, const Words& say) {
    Section section;
    section.heading = say("装置", "The device");
    const auto add = [&](std::string name, std::string text) {
        section.facts.push_back({std::move(name), {text.empty() ? "–" : std::move(text)}});
    };
    add(say("機種", "Model"), report.device.vendor + " " + report.device.model);
    add(say("製造番号", "Serial number"), report.device.serial);
    add(say("ファームウェア", "Firmware"), report.device.firmware);
    add(say("接続名", "SANE name"), report.device.name);
    add(say("認定した人", "Qualified by"), say.person(report.actor));
    add(say("日時", "When"), say.time(report.at));
    if (report.validUntil) {
        add(say("有効期限", "Valid until"),
            say.time(*report.validUntil) + say("　（修理・ファームウェア更新があればその時まで）",
                                               " (or until a repair or a firmware change)"));
    }
    add(say("認定 ID", "Qualification id"), report.id);
    section.facts.push_back(
        {say("運用管理規程", "Regulation"),
         {report.regulationVersion + "  SHA-256 " + report.regulation.hex(), Tone::Plain, true}});
    return section;
}

struct FigureRow {
    std::string name, measured, required;
    bool met = true;
};

std::string percentPair(std::int64_t across, std::int64_t down) {
    return std::to_string(across) + " % / " + std::to_string(down) + " %";
}

std::vector<FigureRow> sharpnessRows(const record::TargetMeasurement& m,
                                     const record::TargetLimits& limits, const Words& say) {
    const auto frequency = [](std::int64_t milli) {
        return decimal(static_cast<double>(milli) / 1000, 3);
    };
    const auto least = [&](std::int64_t limit) {
        return say("各 ", "each at least ") + std::to_string(limit) + " %" + say(" 以上", "");
    };
    return {
        {say("解像力（横 / 縦、MTF10 の標本化効率）",
             "Sampling efficiency (across / down, at MTF10)"),
         percentPair(m.across.samplingEfficiencyPercent, m.down.samplingEfficiencyPercent),
         least(limits.samplingEfficiencyPercent),
         std::min(m.across.samplingEfficiencyPercent, m.down.samplingEfficiencyPercent) >=
             limits.samplingEfficiencyPercent},
        {say("同、最もぼけた場所", "The same at the least sharp place"),
         percentPair(m.across.leastSamplingEfficiencyPercent,
                     m.down.leastSamplingEfficiencyPercent),
         least(limits.leastSamplingEfficiencyPercent),
         std::min(m.across.leastSamplingEfficiencyPercent, m.down.leastSamplingEfficiencyPercent) >=
             limits.leastSamplingEfficiencyPercent},
        {say("MTF50 / MTF10（横、周期／画素）", "MTF50 / MTF10 across, cycles a pixel"),
         frequency(m.across.mtf50MilliCyclesPerPixel) + " / " +
             frequency(m.across.mtf10MilliCyclesPerPixel),
         "–"},
        {say("MTF50 / MTF10（縦、周期／画素）", "MTF50 / MTF10 down, cycles a pixel"),
         frequency(m.down.mtf50MilliCyclesPerPixel) + " / " +
             frequency(m.down.mtf10MilliCyclesPerPixel),
         "–"},
        {say("輪郭強調（100 % が無し）", "Edge enhancement (100 % is none)"),
         decimal(static_cast<double>(std::max(m.across.peakPermille, m.down.peakPermille)) / 10, 1,
                 " %"),
         "≤ " + decimal(static_cast<double>(limits.peakPermille) / 10, 1, " %"),
         std::max(m.across.peakPermille, m.down.peakPermille) <= limits.peakPermille},
        {say("輪郭の幅（頁の検査の基準）", "Edge width (what pages are compared with)"),
         m.edgeWidthMilliPixels ? decimal(static_cast<double>(*m.edgeWidthMilliPixels) / 1000, 2,
                                          say(" 画素", " px").c_str())
                                : "–",
         "–", m.edgeWidthMilliPixels.has_value()}};
}

std::vector<FigureRow> otherRows(const ReportedTarget& scan, const record::TargetLimits& limits,
                                 const Words& say) {
    const record::TargetMeasurement& m = scan.measurement;
    const std::int64_t declared = std::min(scan.capture.dpiX, scan.capture.dpiY);
    const std::int64_t leastDpi = declared * limits.effectiveResolutionPercent / 100;
    const auto permille = [](std::int64_t value) {
        return decimal(static_cast<double>(value) / 10, 1, " %");
    };
    const auto tones = [](std::int64_t milli) {
        return decimal(static_cast<double>(milli) / 1000, 2);
    };
    const std::int64_t black = m.steps.empty() ? 0 : m.steps.back().noiseMilliTone;
    const std::string correlation =
        m.noiseCorrelationAcrossPermille && m.noiseCorrelationDownPermille
            ? say("　ノイズの相関 ", ", noise correlation ") +
                  decimal(static_cast<double>(*m.noiseCorrelationAcrossPermille) / 1000, 2) +
                  " / " + decimal(static_cast<double>(*m.noiseCorrelationDownPermille) / 1000, 2)
            : std::string();
    return {
        {say("画素が示す解像度（補間の検出）", "Resolution the pixels speak for"),
         (m.effectiveDpi ? std::to_string(*m.effectiveDpi) + " dpi" : "–") + correlation,
         "≥ " + std::to_string(leastDpi) + " dpi", m.effectiveDpi.value_or(0) >= leastDpi},
        {say("寸法の誤差（横 / 縦）", "Error of lengths (across / down)"),
         decimal(static_cast<double>(m.scaleErrorAcrossPpm) / 10'000, 2, " %") + " / " +
             decimal(static_cast<double>(m.scaleErrorDownPpm) / 10'000, 2, " %"),
         "±" + decimal(static_cast<double>(limits.scaleErrorPpm) / 10'000, 2, " %"),
         std::max(std::abs(m.scaleErrorAcrossPpm), std::abs(m.scaleErrorDownPpm)) <=
             limits.scaleErrorPpm},
        {say("ゆがみ / 置いた傾き", "Distortion / how askew it lay"),
         decimal(static_cast<double>(m.distortionMicrometres) / 1000, 2, " mm") + " / " +
             decimal(static_cast<double>(m.skewMilliDegrees) / 1000, 2, "°"),
         "≤ " + decimal(static_cast<double>(limits.distortionMicrometres) / 1000, 2, " mm"),
         m.distortionMicrometres <= limits.distortionMicrometres},
        {say("ノイズ（白地 / 黒地、標準偏差）", "Noise (paper / black, standard deviation)"),
         tones(m.paperNoiseMilliTone) + " / " + tones(black), "≤ " + tones(limits.noiseMilliTone),
         std::max(m.paperNoiseMilliTone, black) <= limits.noiseMilliTone},
        {say("見分けられる濃淡の段", "Grey steps that can be told apart"),
         std::to_string(record::distinctSteps(m)) + " / " + std::to_string(m.steps.size()),
         "≥ " + std::to_string(limits.distinctSteps),
         record::distinctSteps(m) >= limits.distinctSteps},
        {say("白飛び / 黒つぶれ", "Clipped white / black"),
         permille(m.clippedWhitePermille) + " / " + permille(m.clippedBlackPermille),
         "≤ " + permille(limits.clippedPermille),
         std::max(m.clippedWhitePermille, m.clippedBlackPermille) <= limits.clippedPermille},
        {say("4 ポイント文字の線の間のコントラスト", "Contrast between strokes of 4-point text"),
         m.textContrastPermille ? permille(*m.textContrastPermille) : "–",
         "≥ " + permille(limits.textContrastPermille),
         m.textContrastPermille.value_or(0) >= limits.textContrastPermille},
        {say("JPEG の格子（1 が無し）", "JPEG grid (1 is none)"),
         m.jpegBlockRatioPermille
             ? decimal(static_cast<double>(*m.jpegBlockRatioPermille) / 1000, 3)
             : "–",
         "≤ " + decimal(static_cast<double>(limits.jpegBlockRatioPermille) / 1000, 3),
         m.jpegBlockRatioPermille.value_or(0) <= limits.jpegBlockRatioPermille}};
}

Section targetSection(const ReportedTarget& scan, const QualificationReport& report,
                      const Words& say) {
    Section section;
    section.heading = say("検査シートの測定　", "Target scan: ") + settingOf(scan, say);
    section.facts.push_back(
        {say("画像", "Image"), {scan.file + "\n" + scan.digest.hex(), Tone::Plain, true}});
    section.columns = {say("項目", "Figure"), say("測定値", "Measured"), say("基準", "Required"),
                       say("判定", "Result")};
    section.widths = {0.42, 0.26, 0.20, 0.12};
    for (const auto& rows : {sharpnessRows(scan.measurement, report.limits, say),
                             otherRows(scan, report.limits, say)}) {
        for (const FigureRow& row : rows) {
            const bool judged = row.required != "–" || !row.met;
            section.rows.push_back({{row.name},
                                    {row.measured, row.met ? Tone::Plain : Tone::Bad},
                                    {row.required},
                                    {!judged   ? say("記録", "recorded")
                                     : row.met ? say("適合", "met")
                                               : say("不適合", "not met"),
                                     !judged   ? Tone::Plain
                                     : row.met ? Tone::Good
                                               : Tone::Bad}});
        }
    }
    section.figures.push_back(responseFigure(scan, report.limits, report.language));
    section.figures.push_back(stepsFigure(scan, report.language));
    return section;
}

Section findingsSection(const QualificationReport& report, const Words& say) {
    Section section;
    section.heading = say("指摘", "Findings");
    for (const ReportedTarget& scan : report.scans) {
        for (const record::Finding& finding : scan.verdict.findings) {
            section.facts.push_back(
                {std::to_string(scan.capture.dpiX) + " dpi　" +
                     (scan.capture.side == record::Side::Front ? say("表", "front")
                                                               : say("裏", "back")),
                 {record::sentenceOf(finding, report.language) + "　[" + finding.subject + "]",
                  finding.severity == record::Severity::Refuse ? Tone::Bad : Tone::Caution}});
        }
    }
    if (section.facts.empty()) {
        section.paragraphs.push_back(say("ありません。すべての値が規程の基準に適合しました。",
                                         "None: every figure meets the regulation."));
    }
    return section;
}

Section settingsSection(const QualificationReport& report, const Words& say) {
    Section section;
    section.heading = say("装置に求めた設定と、装置が答えた設定", "Settings asked and delivered");
    section.paragraphs.push_back(say(
        "すべて設定した後に読み直した値です。自動切り抜き・傾き補正・頁の省略・圧縮などは切ることを"
        "求めています。",
        "Read back after everything was set. Cropping, deskewing, page skipping, compression and "
        "the like must be off."));
    section.columns = {say("設定", "Option"), say("求めた値", "Asked"),
                       say("答えた値", "Delivered")};
    section.widths = {0.4, 0.3, 0.3};
    for (const ReportedTarget& scan : report.scans) {
        section.rows.push_back({{"── " + settingOf(scan, say)},
                                {say("転送形式 ", "wire format ") + scan.capture.wireFormat},
                                {std::to_string(scan.capture.bitsPerSample) + " bit"}});
        for (const record::DeviceOption& option : scan.capture.options) {
            section.rows.push_back(
                {{option.name}, {option.asked.empty() ? "–" : option.asked}, {option.delivered}});
        }
    }
    return section;
}

} // namespace

void writeQualificationPdf(const std::filesystem::path& file, const QualificationReport& report) {
    const Words say(report.language, report.utcOffset);
    Document document;
    document.language = report.language;
    document.demo = report.demo;
    document.demoMark = say("DEMO 見本", "DEMO");
    document.title = say("スキャナ認定の報告書", "Report on the qualification of a scanner");
    document.subtitle = report.hospital + "　" + report.station;
    document.banner = report.verdict.permitted()
                          ? Cell{say("適合：このスキャナは原本の読み取りに使えます",
                                     "Qualified: this scanner may scan originals"),
                                 Tone::Good}
                          : Cell{say("不適合：このスキャナは原本の読み取りに使えません",
                                     "Not qualified: this scanner may not scan originals"),
                                 Tone::Bad};
    document.sections.push_back(identitySection(report, say));
    document.sections.push_back(findingsSection(report, say));
    for (const ReportedTarget& scan : report.scans) {
        document.sections.push_back(targetSection(scan, report, say));
    }
    document.sections.push_back(settingsSection(report, say));
    document.foot = say("印刷した検査シートは印刷機とスキャナを合わせて測ります。像の鋭さはこの値よ"
                        "り良く、寸法の誤差には"
                        "印刷機の誤差が含まれます。　",
                        "A printed target measures printer and scanner together: the scanner is at "
                        "least as sharp "
                        "as this, and errors of length are those of both. ") +
                    std::string("Seihon " SEIHON_VERSION) +
                    (report.demo ? say("　デモ用の装置：実在のスキャナではありません。",
                                       " Demo: not a real scanner.")
                                 : std::string());
    writePdf(file, document);
}

} // namespace seihon::report
