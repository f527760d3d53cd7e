#include "report/record_words.h"

namespace seihon::report {

std::string Words::operator()(const char* japanese, const char* english) const {
    return m_language == record::Language::Japanese ? japanese : english;
}

std::string Words::time(record::Instant at) const {
    return record::formatLocal(at, m_utcOffset);
}

std::string Words::time(const std::optional<record::Instant>& at) const {
    return at ? time(*at) : "–";
}

std::string Words::person(const record::Actor& actor) const {
    if (actor.user.empty() && actor.name.empty()) {
        return "";
    }
    const Words& say = *this;
    std::string text = (actor.name.empty() ? actor.user : actor.name) + say("（", " (") +
                       std::string(record::wordFor(actor.role, m_language));
    if (!actor.onBehalfOf.empty()) { // both are named [F3]
        text += say("、代行: ", ", for ") + actor.onBehalfOf;
    }
    if (actor.breakGlass) {
        text += say("、緊急時", ", break-glass");
    }
    return text + say("）", ")");
}

std::string Words::of(Step step) const {
    const Words& say = *this;
    switch (step) {
    case Step::Registered:
        return say("受付登録", "registered");
    case Step::Opened:
        return say("電子化を開始", "job opened");
    case Step::Prepared:
        return say("読み取り前の確認（貼り付け・はみ出し・枚数）",
                   "paper prepared: nothing stuck on, nothing outside, counted");
    case Step::Scanned:
        return say("最後のページを読み取り", "last page scanned");
    case Step::Compared:
        return say("原本と画像を照合", "images compared with the paper");
    case Step::Submitted:
        return say("提出", "submitted");
    case Step::SentBack:
        return say("差し戻し", "sent back");
    case Step::SetAside:
        return say("用紙を原本から外した", "sheet set aside");
    case Step::Recounted:
        return say("枚数を数え直した", "sheets counted again");
    case Step::Accepted:
        return say("情報作成管理者が承認", "accepted by the information creation manager");
    case Step::Excused:
        return say("期限超過の理由を承認", "lateness excused");
    case Step::Signed:
        return say("電子署名", "signed");
    case Step::Proven:
        return say("タイムスタンプ（存在時刻の証明）", "timestamped: existence proven");
    case Step::Sealed:
        return say("記録を保管庫へ格納", "record stored in the archive");
    case Step::Abandoned:
        return say("中止", "abandoned");
    }
    return "?";
}

std::string Words::of(record::ReceptionEvidence evidence) const {
    const Words& say = *this;
    switch (evidence) {
    case record::ReceptionEvidence::CounterRegistration:
        return say("受付登録による", "by counter registration");
    case record::ReceptionEvidence::DateStamp:
        return say("受付印による", "by date stamp");
    case record::ReceptionEvidence::MailLog:
        return say("郵便物受付簿による", "by the mail log");
    case record::ReceptionEvidence::Claim:
        return say("申告による", "claimed");
    }
    return "?";
}

std::string Words::of(record::PaperSource source) const {
    const Words& say = *this;
    switch (source) {
    case record::PaperSource::FeederSimplex:
        return say("自動給紙・片面", "feeder, one side");
    case record::PaperSource::FeederDuplex:
        return say("自動給紙・両面", "feeder, both sides");
    case record::PaperSource::Flatbed:
        return say("原稿台", "flatbed");
    case record::PaperSource::Transparency:
        return say("透過（フィルム）", "transparency (film)");
    case record::PaperSource::Folder:
        return say("画像ファイルの取り込み", "imported image files");
    }
    return "?";
}

std::string Words::of(record::ColourMode mode) const {
    const Words& say = *this;
    switch (mode) {
    case record::ColourMode::Colour:
        return say("カラー", "colour");
    case record::ColourMode::Grey:
        return say("グレー", "grey");
    case record::ColourMode::LineArt:
        return say("白黒2値", "black and white");
    }
    return "?";
}

std::string Words::of(record::PageMark mark) const {
    const Words& say = *this;
    switch (mark) {
    case record::PageMark::None:
        return "";
    case record::PageMark::Blank:
        return say("白紙と確認", "confirmed blank");
    case record::PageMark::AsOnPaper:
        return say("原本どおりと確認", "as on paper");
    case record::PageMark::Rejected:
        return say("不採用", "rejected");
    }
    return "?";
}

} // namespace seihon::report
