#include "regulation/clause_list.h"

// What a project of old paper must show before it starts [C1, C2, C2a].
namespace seihon::regulation {

void addProjectClauses(ClauseList& list, const ProjectRules& rules) {
    const std::string people = list.pick(" 人", " persons");
    const std::string days = list.pick(" 日", " days");
    list.table("projects");
    std::vector<std::string> bases;
    std::set<std::string> baseNames;
    for (const ConsentBasis basis : rules.bases) {
        bases.push_back(basis == ConsentBasis::IndividualConsent
                            ? list.pick("患者ごとの同意", "each patient's consent")
                            : list.pick("周知し、異議がないこと", "notice without objection"));
        baseNames.emplace(record::enumName(basis));
    }
    list.add("bases", list.pick("過去文書の電子化の根拠 [C1]", "old paper is converted upon [C1]"),
             joinedWords(bases, list.pick("なし", "none")))
        .permits = std::move(baseNames);
    list.number("approvals",
                list.pick("計画を承認する人（立案者・従事者を除く）[C2]",
                          "approve a plan, without who laid it down or works under it [C2]"),
                rules.persons, people, 1);
    std::vector<std::string> words;
    std::set<std::string> names;
    for (const record::Role role : rules.roles) {
        words.emplace_back(record::wordFor(role, list.language()));
        names.emplace(record::enumName(role));
    }
    list.add("approved_by", list.pick("承認に必ず含む役割", "roles that must be among them"),
             joinedWords(words, list.pick("なし", "none")))
        .demands = std::move(names);
    list.number("approval_days", list.pick("承認の有効日数", "an approval counts for"),
                rules.validFor.count(), days, -1);
    list.number("committee_members",
                list.pick("規程を評価する委員会の人数 [C2a]", "members of the committee [C2a]"),
                rules.committeeMembers, people, 1);
    list.flag("outside_expert",
              list.pick("委員に外部の有識者を含む [C2a]", "one of them is from outside [C2a]"),
              rules.outsideExpert, true);
    list.number("notice_days",
                list.pick("開始前の周知の日数 [C1]", "patients are told before the start [C1]"),
                rules.noticeBefore.count(), days, 1);
    list.number("hold_days",
                list.pick("スキャンから廃棄までの最短の日数 [C6]",
                          "paper stays after its scan at least [C6]"),
                rules.holdBeforeDisposal.count(), days, 1);
    const std::string pages = list.pick(" 頁", " pages");
    list.add("inspected_percent",
             list.pick("封緘の前に別の人が見る頁の割合 [C3]",
                       "share of pages that another person inspects [C3]"),
             decimal(rules.inspection.pagesPermille, 10) + " %")
        .strictness = {rules.inspection.pagesPermille};
    list.number("inspected_pages", list.pick("その最少の頁数", "at least"),
                rules.inspection.leastPages, pages, 1);
    list.number(
        "inspected_whole_after_fault",
        list.pick("欠陥の後に全頁を確認する件数", "jobs inspected as a whole after a fault"),
        rules.inspection.allAfterFault, list.pick(" 件", " jobs"), 1);
    list.number("audited_least",
                list.pick("外部監査で抽出する最少の数 [C4]",
                          "drawn at least for the audit from outside [C4]"),
                rules.audit.leastDrawn, "", 1);
}

} // namespace seihon::regulation
