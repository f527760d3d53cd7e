#include "regulation/clause_list.h"

// How sealed records are corrected, and what a second person looks at [A10, E1].
namespace seihon::regulation {

namespace {

void addPlan(ClauseList& list, const SamplingPlan& plan) {
    list.table("sampling." + plan.id);
    list.add("reason", list.pick("抜取確認で足りる理由 [A10]", "why a sample suffices [A10]"),
             plan.reason);
    // Whether a class more is stricter depends on what it had before.
    list.add("classes", list.pick("対象の種別", "classes"),
             joinedWords({plan.classes.begin(), plan.classes.end()}, list.pick("なし", "none")));
    const auto share = [&](std::string_view key, std::string label, std::int64_t permille) {
        list.add(key, std::move(label), decimal(permille, 10) + " %").strictness = {permille};
    };
    share("documents_percent", list.pick("原本の割合", "share of documents"),
          plan.documentsPermille);
    share("pages_percent", list.pick("頁の割合", "share of their pages"), plan.pagesPermille);
    list.number("least_documents", list.pick("少なくとも", "at least"), plan.leastDocuments,
                list.pick(" 件", " documents"), 1);
    list.number("tightened_factor", list.pick("違いが見つかった後の倍率", "after a fault, times"),
                plan.tightenedFactor, list.pick(" 倍", ""), 1);
    list.number("tightened_documents", list.pick("その件数", "for the next"),
                plan.tightenedDocuments, list.pick(" 件", " documents"), 1);
}

} // namespace

void addEquivalenceClauses(ClauseList& list, const EquivalenceRules& rules) {
    list.table("amendment");
    list.add("electronic_only",
             list.pick("電子的な訂正だけを認める種別 [E1]",
                       "classes that are corrected electronically only [E1]"),
             joinedWords({rules.electronicOnly.begin(), rules.electronicOnly.end()},
                         list.pick("なし", "none")))
        .demands = rules.electronicOnly;
    for (const auto& [id, plan] : rules.plans) {
        addPlan(list, plan);
    }
}

} // namespace seihon::regulation
