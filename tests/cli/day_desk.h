#pragma once

#include "day_paper.h"
#include "station/envelope_desk.h"
#include "station/station.h"
#include "station_home.h"
#include "support/timestamp_server.h"

#include <atomic>
#include <map>
#include <string>
#include <vector>

namespace seihon::cli_test {

// A registration at the counter.
struct Registration {
    std::string documentClass = "referral-letter";
    std::string patient = "P-0001"; // empty: provisional
    std::string name;
    int sheets = 1;
    bool duplex = false;
    int daysAgo = 0; // came so long ago, as the mail log says
    int label = 0;
};

// What a feeding may ask for beside the job.
struct DayFeed {
    record::FeedWish wish = {};
    bool glass = false;
    bool large = false; // the area of a big sheet
};

// The scanning desk of one demo home with everything around it: people who are logged in, the
// paper, and a timestamp service of its own that can go away. Bulk work is done by the station in
// this process, what needs another clock or another keyboard by the command line.
class DayDesk {
  public:
    DayDesk();

    const StationHome& home() const { return m_home; }
    station::Station& station() { return *m_station; }
    void serviceGoesAway(bool away) { m_away = away; }

    // --- people ---
    // Logged in by card; from now on with a fresh PIN.
    void comesIn(const std::string& user);
    // By password and one-time code: no card.
    void comesInWithoutCard(const std::string& user);
    const station::Session& by(const std::string& user);

    // --- the counter ---
    std::string envelope();
    std::string registered(const std::string& envelope, const Registration& papers,
                           const std::string& user = "clerk");

    // --- paper ---
    // New sheets, each told from all others by its content; they are the day's paper.
    std::vector<DaySheet> sheets(int count, DaySheetKind kind = DaySheetKind::Letter);
    // Of them all, with what became of it; a sheet that the script lays down twice is one.
    const std::vector<DaySheet>& allPaper() const { return m_paper; }
    // Into the tray as 0001, 0002 …; what lay there is put away.
    void lay(const std::vector<DaySheet>& sheets);
    void layOnGlass(const DaySheet& sheet);
    void event(int sheet, const std::string& what);
    void putBack(int sheet);

    // --- steps of a job, each of which must go through ---
    void prepared(const std::string& job, int sheets, const std::string& user = "clerk");
    void fed(const std::string& job, const DayFeed& feed = {}, const std::string& user = "clerk");
    // The same where the pixels ask a person to decide: gives what they say.
    record::Verdict pagesOf(const std::string& job, const DayFeed& feed = {},
                            const std::string& user = "clerk");
    // The scanner breaks off with this fault.
    void feedBreaksOff(const std::string& job, record::FaultKind kind);
    void checked(const std::string& job, const std::string& user = "clerk");
    void accepted(const std::string& job, const std::string& user = "manager");
    void sealed(const std::string& job, const std::string& user = "clerk");
    // From prepared to checked.
    void scanned(const std::string& job, const std::vector<DaySheet>& sheets,
                 const DayFeed& feed = {}, const std::string& user = "clerk");
    void closed(const std::string& envelope);

    // --- what is expected ---
    void done(const record::Verdict& verdict, const char* what);
    // Each is one refused act, and so one entry.
    void refused(const record::Verdict& verdict, record::FindingId why);
    void refusedAtTheKeyboard(const Result& run, const std::string& why);
    int refusals() const { return m_refusals; }
    // The command line in so many days, at noon.
    Result later(int days, const std::string& user, std::vector<std::string> args);
    // seihon-verify on a record folder with the home's trust and nothing else.
    Result verifiedByAStranger(int days, const std::filesystem::path& folder);

  private:
    std::vector<std::string> inDays(int days, const std::vector<std::string>& command);
    support::TimestampAnswer timestamp(const signing::Der& query);
    void addPeople() const;
    std::string credential(const std::string& user, int field) const;
    station::ScanRequest requestOf(const DayFeed& feed) const;

    StationHome m_home;
    std::atomic<bool> m_away = false;
    std::string m_clock; // of the service, as faketime reads it; empty: the machine's. Set while
                         // nobody asks it
    support::TimestampServer m_service;
    std::unique_ptr<station::Station> m_station;
    std::map<std::string, station::Session> m_sessions;
    std::vector<DaySheet> m_paper;
    int m_refusals = 0;
};

} // namespace seihon::cli_test
