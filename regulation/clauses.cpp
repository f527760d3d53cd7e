#include "regulation/clauses.h"

#include "regulation/clause_list.h"

#include <array>

namespace seihon::regulation {

namespace {

struct AuthorityWord {
    Authority authority;
    std::string_view japanese, english;
};

// Same order as the enumeration.
constexpr std::array kAuthorityWords = std::to_array<AuthorityWord>({
    {Authority::Register, "受付の登録", "register papers"},
    {Authority::Open, "作業の開始", "open jobs"},
    {Authority::Scan, "スキャン", "scan"},
    {Authority::MarkPage, "頁の判断", "decide about pages"},
    {Authority::Compare, "紙との照合", "compare with the paper"},
    {Authority::Submit, "提出", "submit"},
    {Authority::Accept, "承認", "accept"},
    {Authority::SendBack, "差し戻し", "send back"},
    {Authority::Excuse, "期限超過の判断", "excuse lateness"},
    {Authority::Convert, "参照用への変更", "convert to reference copies"},
    {Authority::Seal, "封緘（署名）", "seal"},
    {Authority::Abandon, "作業の中止", "abandon jobs"},
    {Authority::ViewRecord, "記録の閲覧", "view records"},
    {Authority::SearchRecords, "記録の検索", "search records"},
    {Authority::ExportRecord, "記録の書き出し", "export records"},
    {Authority::ViewLog, "台帳の閲覧", "view the log"},
    {Authority::VerifyArchive, "保管庫の検証", "verify the archive"},
    {Authority::Work, "後処理", "background work"},
    {Authority::QualifyDevice, "スキャナの認定", "qualify scanners"},
    {Authority::ApproveRegulation, "規程の承認", "approve regulations"},
    {Authority::ActivateRegulation, "規程の有効化", "put regulations into force"},
    {Authority::RecordConformity, "定期の確認", "make the periodic check"},
    {Authority::CountersignConformity, "定期の確認への署名", "countersign the periodic check"},
    {Authority::ManagePeople, "利用者の管理", "manage logins"},
    {Authority::ReviewPeople, "権限の見直し", "review rights"},
    {Authority::IdentifyPatient, "患者の確認", "say whose paper it is"},
    {Authority::KeepEnvelope, "封筒の管理", "keep envelopes"},
    {Authority::AmendRecord, "封緘した記録の訂正（新しい版）",
     "open new versions of sealed records"},
    {Authority::WithdrawRecord, "記録の取り下げ", "withdraw records"},
    {Authority::CloseIncident, "報告（インシデント）の終了", "close incidents"},
    {Authority::DrawSample, "抜取り", "draw samples"},
    {Authority::InspectSample, "抜取確認", "inspect samples"},
    {Authority::PlacePaper, "紙の所在の登録", "say where the paper is"},
    {Authority::ReleasePaper, "紙を手放す提案", "propose to release paper"},
    {Authority::PlanProject, "過去文書の電子化の計画", "plan projects of old paper"},
    {Authority::ApproveProject, "過去文書の電子化の計画の承認", "approve plans of old paper"},
    {Authority::RunProject, "過去文書の電子化の開始・停止・終了",
     "start, stop and close projects of old paper"},
    {Authority::KeepObjections, "異議・同意の登録", "keep objections and consents"},
    {Authority::ReadObjections, "異議・同意の登録の閲覧（氏名）", "see who objects or consents"},
    {Authority::DeclareDowntime, "停止の宣言と照合", "declare and settle downtimes"},
    {Authority::KeepBox, "過去文書の箱の管理", "keep boxes of old paper"},
    {Authority::SettleBox, "箱の例外（不足・余分など）の決着",
     "settle what a box lacks or has too much"},
    {Authority::KeepLegalHolds, "保全の指示", "place and lift legal holds"},
    {Authority::CheckDisposal, "廃棄の前後の確認", "check disposals before and after"},
    {Authority::ApproveDisposal, "廃棄の承認", "approve disposals of paper"},
    {Authority::WitnessDisposal, "廃棄の立会い", "witness disposals of paper"},
    {Authority::CarryOutDisposal, "廃棄の実施", "carry out disposals of paper"},
    {Authority::InspectScan, "過去文書のスキャンの確認", "inspect scans of old paper"},
    {Authority::AuditProject, "過去文書の電子化の外部監査", "audit projects of old paper"},
    {Authority::SettleAudit, "外部監査の指摘への回答", "answer what an audit found"},
    {Authority::HandOutMedia, "媒体の持ち出し・返却", "hand out media and take them back"},
    {Authority::ApproveMedia, "媒体の持ち出しの承認", "approve that media leave"},
    {Authority::TellRetention, "保存期間の起点の登録", "tell what retention counts from"},
    {Authority::DeleteRecords, "記録の削除の提案", "propose to delete records"},
    {Authority::KeepArchive, "バックアップ・復元訓練・修復", "keep backups and repair the archive"},
});

std::string dayText(std::chrono::year_month_day day) {
    const auto two = [](unsigned value) {
        return (value < 10 ? "0" : "") + std::to_string(value);
    };
    return std::to_string(static_cast<int>(day.year())) + "-" +
           two(static_cast<unsigned>(day.month())) + "-" + two(static_cast<unsigned>(day.day()));
}

std::string offsetText(std::chrono::minutes offset) {
    const std::int64_t minutes = offset.count() < 0 ? -offset.count() : offset.count();
    const auto two = [](std::int64_t value) {
        return (value < 10 ? "0" : "") + std::to_string(value);
    };
    return (offset.count() < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60);
}

void addHead(ClauseList& list, const Regulation& regulation) {
    list.table("regulation");
    list.add("version", list.pick("版", "version"), regulation.version);
    list.add("hospital", list.pick("病院", "hospital"), regulation.hospital);
    list.flag("demo", list.pick("見本（DEMO）", "sample (DEMO)"), regulation.demo, false);
    list.flag(
        "accept_by_other_person",
        list.pick("スキャンした人は承認できない [A10]", "whoever scanned may not accept [A10]"),
        regulation.acceptByOtherPerson, true);
    list.number("window_warning_hours",
                list.pick("期限の警告を始める時間", "warned so long before the deadline"),
                std::chrono::duration_cast<std::chrono::hours>(regulation.windowWarning).count(),
                list.pick(" 時間前", " hours"), 1);
    list.number("clock_tolerance_minutes",
                list.pick("時刻の食い違いの許容 [F7]", "tolerated difference of times [F7]"),
                regulation.clockTolerance.count(), list.pick(" 分", " minutes"), -1);
    list.table("signing");
    list.number("pin_kept_minutes", list.pick("PIN を預かる時間 [F1]", "a PIN serves so long [F1]"),
                regulation.pinKept.count(), list.pick(" 分", " minutes"), -1);
    list.number("pin_signatures",
                list.pick("PIN 一回で署名できる件数 [F1]", "signatures with one PIN [F1]"),
                regulation.pinSignatures, list.pick(" 件", ""), -1);
    list.table("duplicates");
    list.add("min_similarity_percent",
             list.pick("同じ用紙とみなす一致 [A2]", "so alike counts as the same paper [A2]"),
             decimal(regulation.duplicates.similarityPermille, 10) + " %")
        .strictness = {-regulation.duplicates.similarityPermille};
    list.number("look_back_hours",
                list.pick("他の作業との比較の範囲", "compared with other jobs of the last"),
                regulation.duplicates.lookBack.count(), list.pick(" 時間", " hours"), 1);
    list.severity("other_job", list.pick("他の作業との一致", "a match with another job is"),
                  regulation.duplicates.otherJob);
}

void addIntake(ClauseList& list, const IntakeRules& intake) {
    list.table("intake");
    list.flag("cover_names_patient",
              list.pick("表紙に氏名を印刷する [F16]", "cover sheets name the patient [F16]"),
              intake.coverNamesPatient, false);
    list.flag("second_person_if_patient_differs",
              list.pick("紙と患者台帳が違えば別の人が確認する",
                        "where paper and patient index differ another person confirms"),
              intake.secondPersonIfDiffers, true);
    list.number(
        "downtime_after_minutes",
        list.pick("停止とみなし、紙で受け付けるまでの時間 [F17]",
                  "without the station so long, paper is registered on numbered sheets [F17]"),
        intake.downtimeDeclaredAfter.count(), list.pick(" 分", " minutes"), 0);
}

void addCalendar(ClauseList& list, const Calendar& calendar) {
    constexpr std::array<std::string_view, 7> japanese{"日", "月", "火", "水", "木", "金", "土"};
    constexpr std::array<std::string_view, 7> english{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};
    list.table("calendar");
    list.add("utc_offset", list.pick("時差（UTC から）", "offset from UTC"),
             offsetText(calendar.utcOffset));
    std::vector<std::string> weekdays;
    std::set<std::string> closed;
    for (const std::chrono::weekday day : calendar.closedWeekdays) {
        weekdays.emplace_back((list.japanese() ? japanese : english)[day.c_encoding()]);
        closed.emplace(english[day.c_encoding()]);
    }
    list.add("closed_weekdays", list.pick("休診の曜日 [B1]", "closed weekdays [B1]"),
             joinedWords(weekdays, list.pick("なし", "none")))
        .permits = std::move(closed);
    std::vector<std::string> days;
    for (const std::chrono::year_month_day day : calendar.closedDays) {
        days.push_back(dayText(day));
    }
    list.add("closed_days", list.pick("休診日 [B1]", "closed days [B1]"),
             joinedWords(days, list.pick("なし", "none")))
        .permits = std::set<std::string>(days.begin(), days.end());
}

void addAuthorities(ClauseList& list, const Regulation& regulation) {
    list.table("authorities");
    for (const auto& [role, granted] : regulation.authorities) {
        std::vector<std::string> words;
        std::set<std::string> names;
        for (const Authority authority : granted) {
            words.emplace_back(wordFor(authority, list.language()));
            names.emplace(record::enumName(authority));
        }
        const std::string who(record::wordFor(role, list.language()));
        list.add(record::enumName(role), list.japanese() ? who + "の権限 [F2]" : who + " may [F2]",
                 joinedWords(words, list.pick("なし", "nothing")))
            .permits = std::move(names);
    }
}

void addGovernance(ClauseList& list, const Regulation& regulation) {
    const std::string people = list.pick(" 人", " persons");
    list.table("approval");
    list.number("persons",
                list.pick("改正に要る承認（有効化する人を除く）[A9]",
                          "approve a change, without the one who activates it [A9]"),
                regulation.approval.persons, people, 1);
    list.number("first_persons",
                list.pick("新しい端末の最初の規程に要る承認",
                          "approve the first regulation of a new station"),
                regulation.approval.firstPersons, people, 1);
    std::vector<std::string> words;
    std::set<std::string> names;
    for (const record::Role role : regulation.approval.roles) {
        words.emplace_back(record::wordFor(role, list.language()));
        names.emplace(record::enumName(role));
    }
    list.add("roles", list.pick("承認に必ず含む役割", "roles that must be among them"),
             joinedWords(words, list.pick("なし", "none")))
        .demands = std::move(names);
    list.number("valid_days", list.pick("承認の有効日数", "an approval counts for"),
                regulation.approval.validFor.count(), list.pick(" 日", " days"), -1);
    list.table("clock");
    list.number("check_every_hours",
                list.pick("時計を時刻源と比べる間隔 [F7]", "the clock is compared every [F7]"),
                regulation.clock.checkEvery.count(), list.pick(" 時間", " hours"), -1);
    list.number("largest_offset_ms", list.pick("許されるずれ", "largest offset"),
                regulation.clock.largestOffset.count(), " ms", -1);
    list.severity("unknown",
                  list.pick("ずれが分からないときの封緘", "sealing with an unknown offset is"),
                  regulation.clock.unknown);
    list.table("conformity");
    list.number("every_days", list.pick("定期の確認の間隔 [A13a]", "periodic check every [A13a]"),
                regulation.conformity.every.count(), list.pick(" 日", " days"), -1);
    list.number("countersign_within_days",
                list.pick("監査担当者の確認まで", "countersigned within"),
                regulation.conformity.countersignWithin.count(), list.pick(" 日", " days"), -1);
    const auto& questions = regulation.conformity.questions;
    std::string lines;
    for (const std::string& question : questions) {
        lines += (lines.empty() ? "" : "\n") + question;
    }
    list.add("questions", list.pick("質問", "questions"), lines).demands =
        std::set<std::string>(questions.begin(), questions.end());
}

} // namespace

std::string_view wordFor(Authority authority, record::Language language) {
    static_assert(kAuthorityWords.size() == record::EnumNames<Authority>::table.size());
    const AuthorityWord& row = kAuthorityWords[static_cast<std::size_t>(authority)];
    return language == record::Language::Japanese ? row.japanese : row.english;
}

std::vector<Clause> clausesOf(const Regulation& regulation, record::Language language) {
    ClauseList list(language);
    addHead(list, regulation);
    addIntake(list, regulation.intake);
    addCalendar(list, regulation.calendar);
    addAuthorities(list, regulation);
    addGovernance(list, regulation);
    addPeopleClauses(list, regulation.people);
    addEquivalenceClauses(list, regulation.equivalence);
    addProjectClauses(list, regulation.projects);
    addDisposalClauses(list, regulation.disposal);
    addTempDataClauses(list, regulation.tempData);
    addMediaClauses(list, regulation.media);
    addRetentionClauses(list, regulation.retention);
    addBackupClauses(list, regulation.backup);
    list.table("qualification");
    addQualificationClauses(list, regulation.qualification);
    addFilmCalibrationClauses(list, regulation.filmCalibration);
    for (const auto& [id, kind] : regulation.classes) {
        addClassClauses(list, kind);
    }
    return list.take();
}

} // namespace seihon::regulation
