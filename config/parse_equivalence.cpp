#include "config/parse_equivalence.h"

namespace seihon::config {

using regulation::ClassPurpose;
using regulation::EquivalenceRules;
using regulation::Regulation;
using regulation::SamplingPlan;

namespace {

void requireClass(const TableReader& reader, std::string_view key, const std::string& id,
                  const Regulation& regulation) {
    if (!regulation.classes.contains(id)) {
        reader.refuseHere(key, "names [class." + id + "], which is not there");
    }
}

SamplingPlan readPlan(const std::string& id, TableReader& reader, const Regulation& regulation) {
    SamplingPlan plan;
    plan.id = id;
    plan.reason = reader.text("reason");
    for (const std::string& name : reader.texts("classes", TextKind::Identifier, 1)) {
        requireClass(reader, "classes", name, regulation);
        if (planOfClass(regulation.equivalence, name) != nullptr) {
            reader.refuseHere("classes", "names [class." + name + "], which another plan has");
        }
        plan.classes.insert(name);
    }
    plan.documentsPermille = reader.scaled("documents_percent", 10, {1, 1000});
    plan.pagesPermille = reader.scaled("pages_percent", 10, {1, 1000});
    plan.leastDocuments = reader.integer("least_documents", {1, 1000});
    plan.tightenedFactor = reader.integer("tightened_factor", {1, 1000});
    plan.tightenedDocuments = reader.integer("tightened_documents", {1, 100'000});
    reader.finish();
    return plan;
}

// Every original is accepted singly or falls into a written plan [A10].
void judgeCoverage(const TableReader& root, const Regulation& regulation) {
    for (const auto& [id, kind] : regulation.classes) {
        if (kind.purpose == ClassPurpose::Original && !kind.acceptanceRequired &&
            planOfClass(regulation.equivalence, id) == nullptr) {
            root.refuseHere("class",
                            "has [class." + id + "] without acceptance and in no [sampling] plan");
        }
    }
}

} // namespace

void readEquivalence(TableReader& root, Regulation& regulation) {
    TableReader amendment = root.table("amendment");
    for (const std::string& id : amendment.texts("electronic_only", TextKind::Identifier, 0)) {
        requireClass(amendment, "electronic_only", id, regulation);
        regulation.equivalence.electronicOnly.insert(id);
    }
    amendment.finish();
    if (root.has("sampling")) { // a hospital that accepts each original needs none
        TableReader plans = root.table("sampling");
        for (auto& [id, reader] : plans.children()) {
            regulation.equivalence.plans.emplace(id, readPlan(id, reader, regulation));
        }
    }
    judgeCoverage(root, regulation);
}

} // namespace seihon::config
