#include "record/box.h"

#include "record/fold_entry.h"
#include "record/id.h"

#include <algorithm>
#include <array>

namespace seihon::record {

namespace {

constexpr std::array kBoxKinds{
    EntryKind::BoxOpened,           EntryKind::FolderAdded,    EntryKind::TabJobAdded,
    EntryKind::SeparatorsPrinted,   EntryKind::BatchStarted,   EntryKind::BatchSheetKept,
    EntryKind::BatchInterrupted,    EntryKind::BatchEnded,     EntryKind::BoxExceptionOpened,
    EntryKind::BoxExceptionSettled, EntryKind::FolderTakenOut, EntryKind::FolderReturned,
    EntryKind::FolderRefiled,       EntryKind::BoxShut,        EntryKind::BoxClosed,
    EntryKind::BoxRecounted,        EntryKind::FolderVoided,   EntryKind::BoxSettlementTakenBack};

template <typename List>
auto* numbered(List& list, std::int64_t number) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const auto& one) { return one.number == number; });
    return found == list.end() ? nullptr : &*found;
}

TabPlace placeIn(const Json& facts, std::string_view folder = "folder",
                 std::string_view tab = "tab") {
    return {facts.at(folder).asInt(), facts.at(tab).asInt()};
}

class BoxFold {
  public:
    BoxFold(Box& box, const Entry& entry) : m_box(box), m_entry(entry) {}

    void apply();

  private:
    const Json& facts() const { return m_entry.what.facts; }
    Act act() const { return actOf(m_entry); }
    [[noreturn]] void broken(const std::string& why) const {
        refuseEntry("box " + m_entry.what.job, m_entry, why);
    }
    BoxFolder& folder() {
        BoxFolder* const found = numbered(m_box.folders, facts().at("folder").asInt());
        if (found == nullptr) {
            broken("it has no such folder");
        }
        return *found;
    }
    BoxTab& tab() {
        BoxTab* const found = numbered(folder().tabs, facts().at("tab").asInt());
        if (found == nullptr) {
            broken("the folder has no such tab");
        }
        return *found;
    }
    // Its paper was handled: what was counted and shut before counts no more.
    void handled(BoxFolder& folder) {
        folder.refiled.reset();
        m_box.sealGoes.clear();
    }

    void begin();
    void addFolder();
    void addJob();
    void startBatch();
    void keepSheet();
    void endBatch(bool brokenOff);
    void openException();
    void settleException();
    void takeSettlementBack();
    void voidFolder();
    void recount();
    void takeOut();
    void giveBack();

    Box& m_box;
    const Entry& m_entry;
};

void BoxFold::begin() {
    m_box.id = m_entry.what.job;
    m_box.number = facts().at("number").asString();
    m_box.project = facts().at("project").asString();
    m_box.expectedFolders = facts().at("folders").asInt();
    m_box.sealCame = textIn(facts(), "seal");
    m_box.opened = act();
}

void BoxFold::addFolder() {
    BoxFolder folder;
    folder.number = facts().at("folder").asInt();
    folder.added = act();
    for (const Json& each : facts().at("tabs").asArray()) {
        BoxTab tab;
        tab.number = each.at("tab").asInt();
        tab.documentClass = each.at("class").asString();
        tab.sheets = each.at("sheets").asInt();
        tab.duplex = each.at("duplex").asBool();
        if (numbered(folder.tabs, tab.number) != nullptr || tab.number < 1 || tab.sheets < 1) {
            broken("its tabs");
        }
        folder.tabs.push_back(std::move(tab));
    }
    // Deleted by law: nobody's.
    if (const Json* patient = m_entry.what.privateFacts.isObject()
                                  ? m_entry.what.privateFacts.find("patient")
                                  : nullptr) {
        folder.patient = patientFromJson(*patient);
    }
    if (folder.number < 1 || m_box.folder(folder.number) != nullptr || folder.tabs.empty()) {
        broken("another number was next");
    }
    const auto place = std::upper_bound(
        m_box.folders.begin(), m_box.folders.end(), folder,
        [](const BoxFolder& a, const BoxFolder& b) { return a.number < b.number; });
    m_box.folders.insert(place, std::move(folder));
}

void BoxFold::addJob() {
    BoxTab& place = tab();
    const std::string& job = facts().at("job").asString();
    if (facts().at("part").asInt() != static_cast<std::int64_t>(place.jobs.size()) + 1) {
        broken("another part was next");
    }
    place.jobs.push_back(job);
    handled(folder());
}

void BoxFold::startBatch() {
    m_box.batch.running = true;
    m_box.batch.brokenOff = false;
    m_box.batch.fault.clear();
    m_box.batch.by = m_entry.what.actor;
    m_box.batch.fedBy.insert(m_entry.what.actor.user);
    ++m_box.batch.batches;
    m_box.batch.sequence = m_entry.sequence;
    m_box.batch.began = m_entry.at;
    if (!facts().at("goesOn").asBool()) {
        m_box.batch.at.reset();
    }
    m_box.sealGoes.clear();
}

// A separator says where the sheets after it go; what is none of ours says that nobody knows.
void BoxFold::keepSheet() {
    const auto kind = enumIn<BatchSheet>(facts(), "sheet");
    ++(kind == BatchSheet::Unplaced ? m_box.batch.unplaced : m_box.batch.separators);
    if (kind == BatchSheet::Separator) {
        tab().separatorSeen = true;
    }
    if (facts().at("goesOn").asBool()) {
        m_box.batch.at = FolderLink{
            m_box.id, facts().at("folder").asInt(), tab().number, facts().at("part").asInt(), {}};
    } else {
        m_box.batch.at.reset();
    }
}

void BoxFold::endBatch(bool brokenOff) {
    if (!m_box.batch.running) {
        broken("no batch is under way");
    }
    m_box.batch.running = false;
    m_box.batch.brokenOff = brokenOff;
    m_box.batch.fault = textIn(facts(), "fault");
    if (const Json* const sheets = facts().find("sheets")) { // else nobody knows when it ended
        m_box.batch.fedFor += m_entry.at - m_box.batch.began;
        m_box.batch.sheets += sheets->asInt();
    }
}

void BoxFold::openException() {
    BoxException one;
    one.number = facts().at("number").asInt();
    one.trouble = enumIn<BoxTrouble>(facts(), "trouble");
    one.at = one.openedAt = placeIn(facts());
    one.sheets = facts().at("sheets").asInt();
    one.remark = textIn(facts(), "remark");
    one.opened = act();
    if (one.number != static_cast<std::int64_t>(m_box.exceptions.size()) + 1) {
        broken("another number was next");
    }
    if (one.at.folder != 0 && m_box.folder(one.at.folder) == nullptr) {
        broken("it has no such folder");
    }
    if (one.at.tab != 0 && m_box.tab(one.at) == nullptr) {
        broken("the folder has no such tab");
    }
    m_box.exceptions.push_back(std::move(one));
}

void BoxFold::settleException() {
    BoxException* const one = numbered(m_box.exceptions, facts().at("number").asInt());
    if (one == nullptr || one->end != BoxEnd::Open) {
        broken("there is no such open exception");
    }
    one->end = enumIn<BoxEnd>(facts(), "end");
    one->at = placeIn(facts());
    one->to = placeIn(facts(), "toFolder", "toTab");
    one->settledSheets = facts().at("sheets").asInt();
    one->sealedThen = facts().at("sealed").asInt();
    one->settled = act();
    if (one->end == BoxEnd::Open || one->end == BoxEnd::Voided ||
        (one->changesCounts() && m_box.tab(one->at) == nullptr) ||
        (one->end == BoxEnd::Moved && m_box.tab(one->to) == nullptr) || one->settledSheets < 0) {
        broken("its end");
    }
    for (const TabPlace& place : {one->at, one->to}) {
        if (BoxFolder* const touched = numbered(m_box.folders, place.folder)) {
            handled(*touched);
        }
    }
}

// It is open again as it was opened; what it counted counts no more.
void BoxFold::takeSettlementBack() {
    BoxException* const one = numbered(m_box.exceptions, facts().at("number").asInt());
    if (one == nullptr || !one->settled || one->end == BoxEnd::Voided) {
        broken("there is no such settled exception");
    }
    for (const TabPlace& place : {one->at, one->to}) {
        if (BoxFolder* const touched = numbered(m_box.folders, place.folder)) {
            handled(*touched);
        }
    }
    one->end = BoxEnd::Open;
    one->at = one->openedAt;
    one->to = {};
    one->settledSheets = one->sealedThen = 0;
    one->settled.reset();
    one->takenBack.push_back(act());
    m_box.sealGoes.clear();
}

void BoxFold::voidFolder() {
    const std::int64_t number = folder().number;
    std::erase_if(m_box.folders, [&](const BoxFolder& one) { return one.number == number; });
    if (m_box.batch.at && m_box.batch.at->folder == number) {
        m_box.batch.at.reset();
    }
    for (BoxException& one : m_box.exceptions) {
        if (one.end == BoxEnd::Open && one.at.folder == number) {
            one.end = BoxEnd::Voided;
            one.settled = act();
        }
    }
    m_box.voided.push_back({number, act()});
    m_box.sealGoes.clear();
}

void BoxFold::recount() {
    m_box.expectedFolders = facts().at("folders").asInt();
    if (m_box.expectedFolders < std::ssize(m_box.folders)) {
        broken("more folders are in it");
    }
    m_box.recounts.push_back({m_box.expectedFolders, act()});
    m_box.sealGoes.clear();
}

void BoxFold::takeOut() {
    BoxFolder& one = folder();
    if (one.isOut()) {
        broken("the folder is out");
    }
    one.retrievals.push_back({facts().at("to").asString(),
                              facts().at("place").asString(),
                              instantIn(facts(), "due"),
                              act(),
                              {}});
    handled(one);
}

void BoxFold::giveBack() {
    BoxFolder& one = folder();
    if (!one.isOut()) {
        broken("the folder is not out");
    }
    one.retrievals.back().returned = act();
}

void BoxFold::apply() {
    const EntryKind kind = m_entry.what.kind;
    if (!isAboutBox(kind)) {
        return;
    }
    if (m_box.id.empty() != (kind == EntryKind::BoxOpened) ||
        (!m_box.id.empty() && m_entry.what.job != m_box.id)) {
        broken("it was never opened, or twice, or is another one");
    }
    if (m_box.closed) {
        broken("it is closed");
    }
    if (!m_box.id.empty() && m_entry.sequence <= m_box.lastSequence) {
        broken("out of order");
    }
    m_box.lastSequence = m_entry.sequence;
    switch (kind) {
    case EntryKind::BoxOpened:
        return begin();
    case EntryKind::FolderAdded:
        return addFolder();
    case EntryKind::TabJobAdded:
        return addJob();
    case EntryKind::BatchStarted:
        return startBatch();
    case EntryKind::BatchSheetKept:
        return keepSheet();
    case EntryKind::BatchInterrupted:
        return endBatch(true);
    case EntryKind::BatchEnded:
        return endBatch(false);
    case EntryKind::BoxExceptionOpened:
        return openException();
    case EntryKind::BoxExceptionSettled:
        return settleException();
    case EntryKind::BoxSettlementTakenBack:
        return takeSettlementBack();
    case EntryKind::FolderVoided:
        return voidFolder();
    case EntryKind::BoxRecounted:
        return recount();
    case EntryKind::FolderTakenOut:
        return takeOut();
    case EntryKind::FolderReturned:
        return giveBack();
    case EntryKind::FolderRefiled:
        folder().refiled = Refiling{facts().at("sheets").asInt(), act()};
        return;
    case EntryKind::BoxShut:
        m_box.sealGoes = facts().at("seal").asString();
        m_box.seals.insert(sealNumberKey(m_box.sealGoes));
        return;
    case EntryKind::BoxClosed:
        m_box.closed = act();
        return;
    default: // separators that were printed
        return;
    }
}

} // namespace

Json toJson(const FolderLink& link) {
    return Json::object({{"box", link.box},
                         {"folder", link.folder},
                         {"tab", link.tab},
                         {"part", link.part},
                         {"supplements", link.supplements}});
}

FolderLink folderLinkFromJson(const Json& json) {
    FolderLink link{json.at("box").asString(), json.at("folder").asInt(), json.at("tab").asInt(),
                    json.at("part").asInt(), json.at("supplements").asString()};
    const bool names = isId(link.box) && (link.supplements.empty() || isId(link.supplements));
    const bool counts =
        link.folder >= 1 && link.tab >= 1 && link.tab <= kMostTabs && link.part >= 1;
    if (!names || !counts || json.asObject().size() != 5) {
        throw Fault(FaultKind::Malformed, "the folder of a job");
    }
    return link;
}

Json tabsJson(const std::vector<BoxTab>& tabs) {
    Json list = Json::array();
    for (const BoxTab& tab : tabs) {
        list.push(Json::object({{"tab", tab.number},
                                {"class", tab.documentClass},
                                {"sheets", tab.sheets},
                                {"duplex", tab.duplex}}));
    }
    return list;
}

const BoxFolder* Box::folder(std::int64_t wanted) const {
    return numbered(folders, wanted);
}

const BoxTab* Box::tab(const TabPlace& place) const {
    const BoxFolder* const found = folder(place.folder);
    return found == nullptr ? nullptr : numbered(found->tabs, place.tab);
}

const BoxException* Box::exception(std::int64_t wanted) const {
    return numbered(exceptions, wanted);
}

std::string sealNumberKey(std::string_view number) {
    std::string key;
    for (std::size_t i = 0; i < number.size(); ++i) {
        const auto byte = [&](std::size_t at) {
            return static_cast<unsigned char>(at < number.size() ? number[at] : 0);
        };
        unsigned char one = byte(i);
        if (one == 0xEF && (byte(i + 1) == 0xBC || byte(i + 1) == 0xBD)) { // U+FF01 … U+FF5E
            const unsigned wide = (byte(i + 1) - 0xBCu) * 64 + (byte(i + 2) - 0x80u);
            if (wide >= 1 && wide <= 0x5E) {
                one = static_cast<unsigned char>(wide + 0x20);
                i += 2;
            }
        } else if (number.substr(i).starts_with("\u3000")) {
            one = ' ';
            i += 2;
        }
        if (one != ' ') {
            key += one >= 'a' && one <= 'z' ? static_cast<char>(one - 'a' + 'A')
                                            : static_cast<char>(one);
        }
    }
    return key;
}

bool isAboutBox(EntryKind kind) {
    return std::find(kBoxKinds.begin(), kBoxKinds.end(), kind) != kBoxKinds.end();
}

void apply(Box& box, const Entry& entry) {
    BoxFold(box, entry).apply();
}

Box foldBox(std::span<const Entry> entries) {
    Box box;
    for (const Entry& entry : entries) {
        apply(box, entry);
    }
    return box;
}

} // namespace seihon::record
