#include "record/disposal.h"

#include "record/fold_entry.h"

#include <algorithm>
#include <set>

namespace seihon::record {

namespace {

class DisposalFold {
  public:
    DisposalFold(DisposalList& list, const Entry& entry) : m_list(list), m_entry(entry) {}

    void apply();

  private:
    [[noreturn]] void broken(const std::string& why) const {
        refuseEntry("disposal " + m_entry.what.job, m_entry, why);
    }
    void allow(std::initializer_list<DisposalState> states) const {
        if (std::find(states.begin(), states.end(), m_list.state) == states.end()) {
            broken("it is " + std::string(enumName(m_list.state)));
        }
    }
    const Json& facts() const { return m_entry.what.facts; }
    void sameContent() const {
        if (digestIn(facts(), "content") != contentDigest(m_list.items)) {
            broken("it is about another content");
        }
    }
    void propose();
    void check();
    void approve();
    void takeOut();
    void carryOut();
    void prove();

    DisposalList& m_list;
    const Entry& m_entry;
};

void DisposalFold::propose() {
    m_list.id = m_entry.what.job;
    m_list.items = disposalItemsFrom(facts().at("items"));
    m_list.proposed = actOf(m_entry);
}

void DisposalFold::check() {
    allow({DisposalState::Proposed, DisposalState::CarriedOut});
    sameContent();
    if (!facts().at("same").asBool()) {
        m_list.differences.push_back(actOf(m_entry));
        return;
    }
    if (m_list.state == DisposalState::Proposed) {
        m_list.checkedBefore = actOf(m_entry);
        m_list.state = DisposalState::Checked;
        return;
    }
    if (!m_list.proof) {
        broken("nothing proves that it was done");
    }
    m_list.checkedAfter = actOf(m_entry);
    m_list.state = DisposalState::Closed;
}

void DisposalFold::approve() {
    allow({DisposalState::Checked});
    sameContent();
    m_list.approved = actOf(m_entry);
    m_list.frozen = contentDigest(m_list.items);
    m_list.state = DisposalState::Approved;
}

void DisposalFold::takeOut() {
    if (!m_list.isOpen()) {
        broken("it is " + std::string(enumName(m_list.state)));
    }
    const std::vector<std::string> records = textsIn(facts(), "records");
    for (const std::string& record : records) {
        if (!m_list.holds(record)) {
            broken("the record is not in it");
        }
        std::erase_if(m_list.items,
                      [&](const DisposalItem& one) { return one.recordId == record; });
    }
    m_list.takenOut.push_back({records, actOf(m_entry)});
    m_list.witnessed.reset(); // the witness has counted what is not there any more
    if (m_list.state == DisposalState::Witnessed) {
        m_list.state = DisposalState::Approved;
    }
    if (m_list.items.empty()) {
        m_list.state = DisposalState::Dropped;
    }
}

void DisposalFold::carryOut() {
    allow({DisposalState::Witnessed});
    sameContent();
    const std::string& witness = facts().at("witness").asString();
    if (witness != m_list.witnessed->actor.user || witness == m_entry.what.actor.user) {
        broken("its witness is another person");
    }
    m_list.done =
        DisposalDone{actOf(m_entry), facts().at("method").asString(), facts().at("day").asString(),
                     textIn(facts(), "contractor"), witness};
    m_list.state = DisposalState::CarriedOut;
}

void DisposalFold::prove() {
    allow({DisposalState::CarriedOut});
    DisposalProof proof;
    proof.number = facts().at("number").asString();
    if (facts().find("file") != nullptr) {
        proof.file = digestIn(facts(), "file");
    }
    proof.act = actOf(m_entry);
    m_list.proof = std::move(proof);
}

void DisposalFold::apply() {
    const EntryKind kind = m_entry.what.kind;
    if (!isAboutDisposal(kind)) {
        return;
    }
    const bool begins = m_list.id.empty();
    if (begins ? kind != EntryKind::DisposalProposed
               : m_entry.what.job != m_list.id || kind == EntryKind::DisposalProposed) {
        broken("it was never proposed, or is another one");
    }
    if (!begins && m_entry.sequence <= m_list.lastSequence) {
        broken("out of order");
    }
    m_list.lastSequence = m_entry.sequence;
    if (begins) {
        propose();
    } else if (kind == EntryKind::DisposalChecked) {
        check();
    } else if (kind == EntryKind::DisposalApproved) {
        approve();
    } else if (kind == EntryKind::DisposalReduced) {
        takeOut();
    } else if (kind == EntryKind::DisposalWitnessed) {
        allow({DisposalState::Approved, DisposalState::Witnessed});
        sameContent();
        m_list.witnessed = actOf(m_entry);
        m_list.state = DisposalState::Witnessed;
    } else if (kind == EntryKind::DisposalCarriedOut) {
        carryOut();
    } else {
        prove();
    }
}

} // namespace

Json toJson(const std::vector<DisposalItem>& items) {
    Json list = Json::array();
    for (const DisposalItem& one : items) {
        list.push(Json::object({{"record", one.recordId},
                                {"job", one.job},
                                {"manifestDigest", one.manifest.hex()},
                                {"box", one.place.box},
                                {"shelf", one.place.shelf},
                                {"position", one.place.position}}));
    }
    return list;
}

std::vector<DisposalItem> disposalItemsFrom(const Json& list) {
    std::vector<DisposalItem> items;
    std::set<std::string> records;
    for (const Json& json : list.asArray()) {
        DisposalItem one{json.at("record").asString(),
                         json.at("job").asString(),
                         digestIn(json, "manifestDigest"),
                         {json.at("box").asString(), json.at("shelf").asString(),
                          json.at("position").asString()}};
        if (!records.insert(one.recordId).second) {
            throw Fault(FaultKind::Malformed, "a disposal names a record twice");
        }
        items.push_back(std::move(one));
    }
    if (items.empty() || items.size() > kMostRecordsOfDisposal) {
        throw Fault(FaultKind::Malformed, "a disposal of no, or too many, records");
    }
    return items;
}

Digest contentDigest(std::span<const DisposalItem> items) {
    return sha256(canonical(toJson(std::vector<DisposalItem>(items.begin(), items.end()))));
}

bool DisposalList::holds(const std::string& recordId) const {
    return std::any_of(items.begin(), items.end(),
                       [&](const DisposalItem& one) { return one.recordId == recordId; });
}

bool DisposalList::isOpen() const {
    return state == DisposalState::Proposed || state == DisposalState::Checked ||
           state == DisposalState::Approved || state == DisposalState::Witnessed;
}

bool isAboutDisposal(EntryKind kind) {
    return kind == EntryKind::DisposalProposed || kind == EntryKind::DisposalChecked ||
           kind == EntryKind::DisposalApproved || kind == EntryKind::DisposalReduced ||
           kind == EntryKind::DisposalWitnessed || kind == EntryKind::DisposalCarriedOut ||
           kind == EntryKind::DisposalProven;
}

void apply(DisposalList& list, const Entry& entry) {
    DisposalFold(list, entry).apply();
}

DisposalList foldDisposal(std::span<const Entry> entries) {
    DisposalList list;
    for (const Entry& entry : entries) {
        apply(list, entry);
    }
    return list;
}

} // namespace seihon::record
