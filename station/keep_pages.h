#pragma once

#include "station/page_pipeline.h"
#include "station/verb.h"

#include <optional>

namespace seihon::station {

// The pages of one scan run, on their way from the worker into the job: bytes first, entry last. A
// page exists when its file is durable, read back and decoded to the same pixels.
class ScanRun {
  public:
    ScanRun(Station::Verb& verb, ledger::Ledger& ledger, const Home& home,
            const record::Qualification* qualification);

    // This run feeds one sheet again, in the place of that one.
    void replaceSheet(std::int64_t sheet) { m_replaced = sheet; }
    // The sheet of the job that a feed ordinal of this run is.
    std::int64_t sheetOf(std::int64_t feed) const {
        return m_replaced ? *m_replaced + feed - 1 : m_sheetsBefore + feed;
    }
    // Keeps one page and writes its entry; what it returns is valid until the next call.
    const record::Page& keep(PreparedPage prepared);
    std::int64_t pages() const { return m_pages; }

  private:
    record::Verdict judge(const record::Page& page) const;

    Station::Verb& m_verb;
    ledger::Ledger& m_ledger;
    const Home& m_home;
    const record::Qualification* m_qualification;
    std::int64_t m_sheetsBefore;
    std::optional<std::int64_t> m_replaced;
    std::int64_t m_pages = 0;
    record::Page m_page;
};

} // namespace seihon::station
