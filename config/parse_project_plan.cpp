#include "config/project_plan.h"
#include "config/toml_reader.h"

namespace seihon::config {

using regulation::ProjectPlan;

namespace {

constexpr std::size_t kMostPlanItems = 100;

// One table of the plan; where it is not there, everything in it is empty.
class PlanTable {
  public:
    PlanTable(TableReader& root, std::string_view name) {
        if (root.has(name)) {
            m_reader.emplace(root.table(name));
        }
    }

    bool isThere() const { return m_reader.has_value(); }
    TableReader& reader() { return *m_reader; }

    std::string text(std::string_view key) {
        return has(key) ? m_reader->text(key, TextKind::MayBeEmpty) : std::string();
    }
    std::vector<std::string> texts(std::string_view key, TextKind kind = TextKind::Words) {
        if (!has(key)) {
            return {};
        }
        std::vector<std::string> list = m_reader->texts(key, kind, 0);
        if (list.size() > kMostPlanItems) {
            m_reader->refuseHere(key, "has more than 100 items");
        }
        return list;
    }
    std::set<std::string> names(std::string_view key) {
        const std::vector<std::string> list = texts(key, TextKind::Identifier);
        return {list.begin(), list.end()};
    }
    std::optional<std::chrono::year_month_day> day(std::string_view key) {
        return has(key) ? std::optional(m_reader->day(key)) : std::nullopt;
    }
    std::optional<bool> flag(std::string_view key) {
        return has(key) ? std::optional(m_reader->flag(key)) : std::nullopt;
    }
    std::optional<std::int64_t> number(std::string_view key, Range range) {
        return has(key) ? std::optional(m_reader->integer(key, range)) : std::nullopt;
    }
    // The template's "" is none.
    std::optional<record::Digest> digest(std::string_view key) {
        if (!has(key) || emptyText(key)) {
            return std::nullopt;
        }
        return m_reader->digest(key);
    }
    template <typename E>
    std::optional<E> choice(std::string_view key) {
        if (!has(key) || emptyText(key)) {
            return std::nullopt;
        }
        return m_reader->choice<E>(key);
    }
    void finish() {
        if (m_reader) {
            m_reader->finish();
        }
    }

  private:
    bool has(std::string_view key) const { return m_reader && m_reader->has(key); }
    bool emptyText(std::string_view key) {
        return m_reader->isText(key) && m_reader->text(key, TextKind::MayBeEmpty).empty();
    }

    std::optional<TableReader> m_reader;
};

void readPlanHead(TableReader& root, ProjectPlan& plan) {
    PlanTable head(root, "plan");
    plan.title = head.text("title");
    plan.scope = head.text("scope");
    plan.classes = head.names("classes");
    plan.starts = head.day("starts");
    plan.ends = head.day("ends");
    head.finish();
    PlanTable hardship(root, "hardship");
    plan.hardship = hardship.text("reason");
    hardship.finish();
}

void readReview(TableReader& root, ProjectPlan& plan) {
    PlanTable review(root, "review");
    plan.review.regulation = review.digest("regulation");
    plan.review.committee = review.text("committee");
    plan.review.heldOn = review.day("held_on");
    plan.review.minutes = review.digest("minutes_sha256");
    plan.review.conclusion = review.text("conclusion");
    if (review.isThere()) {
        for (TableReader& item : review.reader().tables("member")) {
            regulation::CommitteeMember member;
            const auto text = [&item](std::string_view key) {
                return item.has(key) ? item.text(key, TextKind::MayBeEmpty) : std::string();
            };
            member.name = text("name");
            member.affiliation = text("affiliation");
            member.outside = item.flag("outside");
            item.finish();
            plan.review.members.push_back(std::move(member));
        }
        if (plan.review.members.size() > kMostPlanItems) {
            review.reader().refuseHere("member", "has more than 100 items");
        }
    }
    review.finish();
}

void readPeopleOfPlan(TableReader& root, ProjectPlan& plan) {
    PlanTable responsible(root, "responsible");
    plan.responsible.manager = responsible.text("manager");
    plan.responsible.supervisor = responsible.text("supervisor");
    responsible.finish();
    PlanTable organisation(root, "organisation");
    plan.organisation.operators = organisation.names("operators");
    plan.organisation.inspectors = organisation.names("inspectors");
    plan.organisation.monitoring = organisation.text("monitoring");
    plan.organisation.contractorWorks = organisation.flag("contractor_works");
    organisation.finish();
}

void readNotice(TableReader& root, ProjectPlan& plan) {
    PlanTable notice(root, "notice");
    plan.notice.means = notice.texts("means");
    plan.notice.since = notice.day("since");
    plan.notice.objectionsTo = notice.text("objections_to");
    plan.notice.objectionsThen = notice.text("objections_then");
    notice.finish();
    PlanTable consent(root, "consent");
    plan.notice.basis = consent.choice<regulation::ConsentBasis>("basis");
    plan.notice.reasoning = consent.text("reasoning");
    consent.finish();
}

void readRecordsAndAudit(TableReader& root, ProjectPlan& plan) {
    PlanTable records(root, "records");
    plan.records.items = records.texts("items");
    plan.records.keeping = records.text("keeping");
    records.finish();
    PlanTable audit(root, "audit");
    plan.audit.name = audit.text("name");
    plan.audit.affiliation = audit.text("affiliation");
    plan.audit.qualification = audit.text("qualification");
    plan.audit.number = audit.text("number");
    plan.audit.independence = audit.text("independence");
    plan.audit.items = audit.texts("items");
    plan.audit.user = audit.text("user");
    audit.finish();
}

void readDisposal(TableReader& root, ProjectPlan& plan) {
    PlanTable disposal(root, "disposal");
    plan.disposal.holdDays = disposal.number("hold_days", {0, 36'500});
    plan.disposal.method = disposal.text("method");
    plan.disposal.by = disposal.text("by");
    plan.disposal.witness = disposal.text("witness");
    disposal.finish();
}

void readContractor(TableReader& root, ProjectPlan& plan) {
    PlanTable table(root, "contractor");
    if (!table.isThere()) {
        return;
    }
    regulation::Contractor contractor;
    contractor.name = table.text("name");
    contractor.privacyMark = table.text("privacy_mark");
    contractor.privacyMarkUntil = table.day("privacy_mark_until");
    contractor.incidentsFound = table.flag("incidents_found");
    contractor.incidentsChecked = table.text("incidents_checked");
    contractor.contract = table.text("contract");
    contractor.securityClause = table.text("security_clause");
    contractor.auditClause = table.text("audit_clause");
    table.finish();
    plan.contractor = std::move(contractor);
}

} // namespace

ProjectPlan parseProjectPlan(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    ProjectPlan plan;
    plan.digest = record::sha256(text);
    readPlanHead(root, plan);
    readReview(root, plan);
    readPeopleOfPlan(root, plan);
    readNotice(root, plan);
    readRecordsAndAudit(root, plan);
    readDisposal(root, plan);
    readContractor(root, plan);
    root.finish();
    return plan;
}

} // namespace seihon::config
