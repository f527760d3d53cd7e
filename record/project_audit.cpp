#include "record/project_audit.h"

#include "record/clean_text.h"
#include "record/fold_entry.h"

#include <algorithm>

namespace seihon::record {

namespace {

constexpr std::size_t kMostListLines = 20'000;
constexpr std::size_t kLongestListLine = 300;

[[noreturn]] void malformedList(std::size_t line, const std::string& why) {
    const std::string reason = "line " + std::to_string(line) + " " + why;
    throw Fault(FaultKind::Malformed, "the list: " + reason, {{"reason", reason}});
}

class AuditFold {
  public:
    AuditFold(ProjectAudit& audit, const Entry& entry) : m_audit(audit), m_entry(entry) {}

    void apply();

  private:
    const Json& facts() const { return m_entry.what.facts; }

    [[noreturn]] void broken(const std::string& why) const {
        refuseEntry("audit " + m_entry.what.job, m_entry, why);
    }

    AuditItem& named() {
        const std::int64_t number = facts().at("item").asInt();
        if (number < 1 || number > std::ssize(m_audit.items)) {
            broken("nothing was drawn under that number");
        }
        return m_audit.items[static_cast<std::size_t>(number - 1)];
    }

    void start();
    void draw();
    void answer();
    void settle();

    ProjectAudit& m_audit;
    const Entry& m_entry;
};

void AuditFold::start() {
    m_audit.id = m_entry.what.job;
    m_audit.project = facts().at("project").asString();
    m_audit.plan = digestIn(facts(), "plan");
    m_audit.auditor = auditorFromJson(facts().at("auditor"));
    m_audit.subjects = textsIn(facts(), "subjects");
    m_audit.started = actOf(m_entry);
    m_audit.from = static_cast<std::uint64_t>(facts().at("from").asInt());
    m_audit.size = static_cast<std::uint64_t>(facts().at("size").asInt());
    m_audit.root = digestIn(facts(), "root");
    m_audit.population = facts().at("population").asInt();
    if (m_audit.size > m_entry.sequence || m_audit.from > m_audit.size) {
        broken("its checkpoint is over more than was there");
    }
}

void AuditFold::draw() {
    AuditDraw draw;
    draw.direction = enumIn<AuditDirection>(facts(), "direction");
    draw.seed = digestIn(facts(), "seed");
    draw.of = digestIn(facts(), "of");
    draw.population = facts().at("population").asInt();
    draw.act = actOf(m_entry);
    const bool records = draw.direction == AuditDirection::RecordToPaper;
    // Lines of a list are private facts: gone when they were deleted by law.
    const Json* const lines =
        m_entry.what.privateFacts.isObject() ? m_entry.what.privateFacts.find("lines") : nullptr;
    std::size_t i = 0;
    for (const Json& place : facts().at("places").asArray()) {
        AuditItem item;
        item.number = std::ssize(m_audit.items) + 1;
        item.direction = draw.direction;
        item.place = place.asInt();
        if (item.place < 0 || item.place >= draw.population) {
            broken("a place outside its population");
        }
        if (records) {
            item.recordId = facts().at("records").asArray().at(i).asString();
        } else if (lines != nullptr) {
            item.line = lines->asArray().at(i).asString();
        }
        draw.places.push_back(item.place);
        m_audit.items.push_back(std::move(item));
        ++i;
    }
    m_audit.draws.push_back(std::move(draw));
}

void AuditFold::answer() {
    AuditItem& item = named();
    if (item.answer && *item.answer != AuditAnswer::Same) {
        broken("a fault was found there already");
    }
    item.answer = enumIn<AuditAnswer>(facts(), "answer");
    item.answered = actOf(m_entry);
    if (item.direction == AuditDirection::PaperToRecord) {
        item.recordId = textIn(facts(), "record");
    }
}

void AuditFold::settle() {
    AuditItem& item = named();
    if (!item.answer || *item.answer == AuditAnswer::Same || item.settled) {
        broken("there is no fault to be settled");
    }
    item.settled = actOf(m_entry);
}

void AuditFold::apply() {
    if (!isAboutProjectAudit(m_entry.what.kind)) {
        return;
    }
    const bool begins = m_audit.id.empty();
    if (begins != (m_entry.what.kind == EntryKind::ProjectAuditStarted) ||
        (!begins && m_entry.what.job != m_audit.id)) {
        broken("it was never started, was started twice, or is another one");
    }
    if (!begins && m_entry.sequence <= m_audit.lastSequence) {
        broken("out of order");
    }
    if (m_audit.closed) {
        broken("it is closed");
    }
    m_audit.lastSequence = m_entry.sequence;
    switch (m_entry.what.kind) {
    case EntryKind::ProjectAuditStarted:
        return start();
    case EntryKind::ProjectAuditDrawn:
        return draw();
    case EntryKind::ProjectAuditPagesViewed:
        named().viewed.insert(facts().at("record").asString());
        return;
    case EntryKind::ProjectAuditAnswered:
        return answer();
    case EntryKind::ProjectAuditSettled:
        return settle();
    default:
        m_audit.closed = actOf(m_entry);
    }
}

// A digest is a number of 256 bits, the most significant first.
std::int64_t remainderOf(const Digest& digest, std::int64_t divisor) {
    std::uint64_t rest = 0;
    for (const std::uint8_t byte : digest.bytes) {
        rest = (rest * 256 + byte) % static_cast<std::uint64_t>(divisor);
    }
    return static_cast<std::int64_t>(rest);
}

} // namespace

Json toJson(const Auditor& auditor) {
    return Json::object({{"user", auditor.user},
                         {"name", auditor.name},
                         {"affiliation", auditor.affiliation},
                         {"qualification", auditor.qualification},
                         {"number", auditor.number},
                         {"independence", auditor.independence}});
}

Auditor auditorFromJson(const Json& json) {
    return {json.at("user").asString(),        json.at("name").asString(),
            json.at("affiliation").asString(), json.at("qualification").asString(),
            json.at("number").asString(),      json.at("independence").asString()};
}

const AuditItem* ProjectAudit::item(std::int64_t number) const {
    return number >= 1 && number <= std::ssize(items) ? &items[static_cast<std::size_t>(number - 1)]
                                                      : nullptr;
}

AuditCount countItems(const ProjectAudit& audit, AuditDirection direction) {
    AuditCount count;
    for (const AuditItem& item : audit.items) {
        if (item.direction != direction) {
            continue;
        }
        ++count.drawn;
        ++(!item.answer                            ? count.open
           : *item.answer == AuditAnswer::Same     ? count.same
           : *item.answer == AuditAnswer::NotFound ? count.notFound
                                                   : count.faults);
        count.settled += item.settled ? 1 : 0;
    }
    return count;
}

std::vector<std::int64_t> drawPlaces(const Digest& seed, const Digest& of, std::int64_t population,
                                     std::int64_t count) {
    const std::string text = seed.hex() + ":" + of.hex() + ":";
    std::vector<std::int64_t> places;
    std::set<std::int64_t> drawn;
    for (std::int64_t i = 1; std::ssize(places) < std::min(count, population); ++i) {
        const std::int64_t place = remainderOf(sha256(text + std::to_string(i)), population);
        if (drawn.insert(place).second) {
            places.push_back(place);
        }
    }
    return places;
}

bool isAboutProjectAudit(EntryKind kind) {
    return kind == EntryKind::ProjectAuditStarted || kind == EntryKind::ProjectAuditDrawn ||
           kind == EntryKind::ProjectAuditPagesViewed || kind == EntryKind::ProjectAuditAnswered ||
           kind == EntryKind::ProjectAuditSettled || kind == EntryKind::ProjectAuditClosed;
}

void apply(ProjectAudit& audit, const Entry& entry) {
    AuditFold(audit, entry).apply();
}

ProjectAudit foldProjectAudit(std::span<const Entry> entries) {
    ProjectAudit audit;
    for (const Entry& entry : entries) {
        apply(audit, entry);
    }
    return audit;
}

std::vector<std::string> parseAuditList(std::string_view text) {
    if (text.size() > kAuditListBytes) {
        malformedList(1, "the file is larger than " + std::to_string(kAuditListBytes) + " bytes");
    }
    std::vector<std::string> lines;
    std::set<std::string_view> seen;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty()) {
            continue;
        }
        if (line.size() > kLongestListLine) {
            malformedList(number, "is longer than " + std::to_string(kLongestListLine) + " bytes");
        }
        if (cleanText(line) != line) {
            malformedList(number, "holds control characters, or is not UTF-8");
        }
        if (!seen.insert(line).second) {
            malformedList(number, "is there already");
        }
        if (lines.size() == kMostListLines) {
            malformedList(number, "is one too many");
        }
        lines.emplace_back(line);
    }
    return lines;
}

} // namespace seihon::record
