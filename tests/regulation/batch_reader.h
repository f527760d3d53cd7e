#pragma once

#include "record/box.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace seihon::regulation {

// What must never be, said a second time.
class BoxReader {
  public:
    std::vector<std::string> wrongs;

    void read(const record::Entry& entry) {
        const record::Json& said = entry.what.facts;
        const auto number = [&](const char* key) {
            const record::Json* const value = said.find(key);
            return value == nullptr ? 0 : value->asInt();
        };
        const record::TabPlace place{number("folder"), number("tab")};
        switch (entry.what.kind) {
        case record::EntryKind::FolderAdded:
            for (const record::Json& tab : said.at("tabs").asArray()) {
                m_due[{place.folder, tab.at("tab").asInt()}] = tab.at("sheets").asInt();
                m_paper[place.folder] += tab.at("sheets").asInt();
            }
            m_loose.insert(place.folder);
            ++m_folders;
            forbid(m_folders > m_counted, "more folders than were counted");
            return;
        case record::EntryKind::TabJobAdded:
            return loosen(place.folder);
        case record::EntryKind::JobOpened:
            forbid(m_out.contains(place.folder), "opened while out");
            m_sheets[entry.what.job] = 0;
            m_folderOf[entry.what.job] = place.folder;
            return;
        case record::EntryKind::ScanStarted:
            forbid(m_out.contains(place.folder), "fed while out");
            m_sheets[entry.what.job] += number("sheets");
            m_due[place] -= number("sheets");
            return;
        case record::EntryKind::RecordSealed:
            forbid(m_out.contains(place.folder), "sealed while out");
            forbid(m_due[place] != 0, "sealed, and the count is open");
            for (const auto& [exception, where] : m_troubles) {
                forbid(where == 0 || where == place.folder, "sealed, and an exception is open");
            }
            if (m_sheets[entry.what.job] > 0) {
                m_sealed.insert(place.folder);
                for (auto& [exception, folders] : m_sealedSince) {
                    folders.push_back(place.folder);
                }
            }
            m_sheets.erase(entry.what.job);
            return;
        case record::EntryKind::JobAbandoned:
            m_due[place] += m_sheets[entry.what.job];
            m_sheets.erase(entry.what.job);
            return;
        case record::EntryKind::BoxExceptionOpened:
            m_troubles[number("number")] = place.folder;
            return;
        case record::EntryKind::BoxExceptionSettled:
            return settled(entry, place);
        case record::EntryKind::BoxSettlementTakenBack:
            return takenBack(number("number"));
        case record::EntryKind::FolderVoided:
            return voided(place.folder);
        case record::EntryKind::BoxRecounted:
            m_counted = number("folders");
            return;
        case record::EntryKind::FolderTakenOut:
            m_out.insert(place.folder);
            return loosen(place.folder);
        case record::EntryKind::FolderReturned:
            m_out.erase(place.folder);
            return;
        case record::EntryKind::FolderRefiled:
            forbid(number("sheets") != m_paper[place.folder], "refiled with another count");
            m_loose.erase(place.folder);
            return;
        case record::EntryKind::BatchStarted:
            m_fed.insert(entry.what.actor.user);
            m_shut = false;
            return;
        case record::EntryKind::BoxShut:
            m_shut = true;
            forbid(!m_seals.insert(said.at("seal").asString()).second, "shut with an old seal");
            return;
        case record::EntryKind::BoxClosed:
            return closed();
        default:
            return;
        }
    }

  private:
    void forbid(bool wrong, const std::string& what) {
        if (wrong) {
            wrongs.push_back(what);
        }
    }
    void loosen(std::int64_t folder) {
        if (m_paper.contains(folder)) { // not voided
            m_loose.insert(folder);
        }
        m_shut = false;
    }
    void settled(const record::Entry& entry, const record::TabPlace& place) {
        const record::Json& said = entry.what.facts;
        const std::string& end = said.at("end").asString();
        const std::int64_t sheets = said.at("sheets").asInt();
        const std::int64_t number = said.at("number").asInt();
        m_at[number] = m_troubles[number];
        m_troubles.erase(number);
        m_settled[number] = entry;
        m_sealedSince[number].clear();
        loosen(place.folder);
        if (end == "found") {
            for (const auto& [tab, due] : m_due) {
                forbid(tab == place && due != 0, "found, and the count is open");
            }
            return;
        }
        count(entry, 1);
        forbid(sheets < 1, "settled without a number");
        forbid(m_fed.contains(entry.what.actor.user), "settled by who fed it");
        if (end == "moved") {
            loosen(said.at("toFolder").asInt());
        }
    }
    // What a settlement does to the sums; `times` -1: undone.
    void count(const record::Entry& entry, std::int64_t times) {
        const record::Json& said = entry.what.facts;
        const std::string& end = said.at("end").asString();
        const std::int64_t sheets = times * said.at("sheets").asInt();
        const record::TabPlace place{said.at("folder").asInt(), said.at("tab").asInt()};
        m_due[place] += end == "extra" ? sheets : -sheets;
        if (end != "withheld") {
            m_paper[place.folder] += end == "extra" ? sheets : -sheets;
        }
        if (end == "moved") {
            const record::TabPlace to{said.at("toFolder").asInt(), said.at("toTab").asInt()};
            m_due[to] += sheets;
            m_paper[to.folder] += sheets;
        }
    }
    void takenBack(std::int64_t number) {
        const record::Entry& entry = m_settled.at(number);
        const std::int64_t at = entry.what.facts.at("folder").asInt();
        const std::int64_t to = entry.what.facts.at("toFolder").asInt();
        for (const std::int64_t folder : m_sealedSince[number]) {
            forbid(at == 0 || folder == at || folder == to, "taken back after the seal");
        }
        if (entry.what.facts.at("end").asString() != "found") {
            count(entry, -1);
        }
        m_troubles[number] = m_at[number];
        m_settled.erase(number);
        loosen(at);
        loosen(to);
    }
    void voided(std::int64_t folder) {
        forbid(m_sealed.contains(folder), "voided, and sealed");
        forbid(m_out.contains(folder), "voided while out");
        for (const auto& [job, sheets] : m_sheets) {
            forbid(m_folderOf[job] == folder, "voided, and a job is open");
        }
        for (const auto& [number, entry] : m_settled) {
            const bool counts = entry.what.facts.at("end").asString() != "found";
            forbid(counts && (entry.what.facts.at("folder").asInt() == folder ||
                              entry.what.facts.at("toFolder").asInt() == folder),
                   "voided, and sheets of it were settled");
        }
        std::erase_if(m_due, [&](const auto& one) { return one.first.folder == folder; });
        std::erase_if(m_troubles, [&](const auto& one) { return one.second == folder; });
        m_paper.erase(folder);
        m_loose.erase(folder);
        m_shut = false;
        --m_folders;
    }
    void closed() {
        forbid(m_folders != m_counted, "closed without all folders");
        forbid(!m_troubles.empty(), "closed with an exception");
        forbid(!m_sheets.empty(), "closed with a job that is not sealed");
        forbid(!m_loose.empty() || !m_shut, "closed before everything was back");
        forbid(!m_out.empty(), "closed while a folder is out");
        for (const auto& [place, due] : m_due) {
            forbid(due != 0, "closed, and sheets are not accounted for");
        }
    }

    std::map<record::TabPlace, std::int64_t> m_due;  // sheets that are still to be accounted for
    std::map<std::int64_t, std::int64_t> m_paper;    // sheets that a folder must hold
    std::map<std::string, std::int64_t> m_sheets;    // of jobs that are not sealed
    std::map<std::int64_t, std::int64_t> m_troubles; // open ones, their folders
    std::map<std::int64_t, std::int64_t> m_at;       // of settled ones, where they were opened
    std::map<std::int64_t, record::Entry> m_settled; // the entry that did
    std::map<std::int64_t, std::vector<std::int64_t>> m_sealedSince; // that, folders
    std::map<std::string, std::int64_t> m_folderOf;                  // of jobs
    std::set<std::int64_t> m_out, m_loose, m_sealed;
    std::set<std::string> m_fed, m_seals{"S-1"};
    std::int64_t m_folders = 0, m_counted = 3;
    bool m_shut = false;
};

} // namespace seihon::regulation
