#pragma once

#include "station-ui/job_view.h"
#include "station-ui/station_thread.h"

#include <QImage>
#include <QObject>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace seihon::station_ui {

inline constexpr QSize kSmallPicture{128, 192}; // pixels; what is smaller stays as it is

// Small pictures of one paper's pages, for lists. What came along from the scanner is there at
// once; the others are fetched a few at a time, in the order of the list, so that no list waits for
// its pictures and no act of the person waits long behind them. Fetching also leaves the station's
// kept views behind, by which a page then opens quickly.
class SmallPictures : public QObject {
    Q_OBJECT

  public:
    explicit SmallPictures(StationThread& thread, QObject* parent = nullptr);

    // Null: not here yet, or no picture any more.
    QImage of(const std::string& captureId) const;
    // A picture that is at hand; it stands in until the page is fetched.
    void keep(const std::string& captureId, const QImage& small);
    // In whatever thread.
    static QImage shrunk(const QImage& picture);
    void fetch(const std::string& job, const std::vector<PageView>& pages,
               const std::vector<std::size_t>& order);
    void clear();

  signals:
    void arrived(const std::string& captureId);

  private:
    using Fetched = std::vector<std::pair<std::string, QImage>>; // a null image: it could not be

    void fetchSome();
    void take(const Fetched& some);

    StationThread& m_thread;
    std::string m_job;
    std::map<std::string, QImage> m_pictures; // by capture id
    std::set<std::string> m_fetched;
    std::vector<std::string> m_wanted; // capture ids, the next one at the end
    std::shared_ptr<std::optional<record::ScanJob>> m_folded; // touched in the worker's thread only
    bool m_fetching = false;
    int m_round = 0; // what was asked for another paper is not taken
};

} // namespace seihon::station_ui
