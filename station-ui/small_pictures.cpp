#include "station-ui/small_pictures.h"

#include <algorithm>
#include <chrono>

namespace seihon::station_ui {

namespace {

constexpr int kSmallestView = 0;
constexpr std::size_t kAtOnce = 16;
constexpr std::chrono::milliseconds kWhile{120}; // then an act that waits has its turn

QImage pictureOf(const station::Station& station, const record::ScanJob& job,
                 const std::string& captureId) {
    const auto page = std::find_if(job.pages.begin(), job.pages.end(),
                                   [&](const auto& one) { return one.captureId == captureId; });
    try {
        return page == job.pages.end()
                   ? QImage()
                   : SmallPictures::shrunk(imageOf(station.view(job, *page, kSmallestView)));
    } catch (const record::Fault&) {
        return {}; // whoever verifies says what is wrong with it
    }
}

} // namespace

SmallPictures::SmallPictures(StationThread& thread, QObject* parent)
    : QObject(parent), m_thread(thread) {
}

QImage SmallPictures::of(const std::string& captureId) const {
    const auto found = m_pictures.find(captureId);
    return found == m_pictures.end() ? QImage() : found->second;
}

QImage SmallPictures::shrunk(const QImage& picture) {
    if (picture.width() <= kSmallPicture.width() && picture.height() <= kSmallPicture.height()) {
        return picture;
    }
    return picture.scaled(kSmallPicture, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

void SmallPictures::keep(const std::string& captureId, const QImage& small) {
    m_pictures[captureId] = small;
}

void SmallPictures::clear() {
    ++m_round;
    m_job.clear();
    m_pictures.clear();
    m_fetched.clear();
    m_wanted.clear();
    m_folded.reset();
    m_fetching = false;
}

void SmallPictures::fetch(const std::string& job, const std::vector<PageView>& pages,
                          const std::vector<std::size_t>& order) {
    m_job = job;
    m_wanted.clear();
    for (const std::size_t place : order) {
        if (!m_fetched.contains(pages[place].captureId)) {
            m_wanted.push_back(pages[place].captureId);
        }
    }
    std::reverse(m_wanted.begin(), m_wanted.end());
    m_folded = std::make_shared<std::optional<record::ScanJob>>();
    if (!m_fetching) {
        fetchSome();
    }
}

void SmallPictures::fetchSome() {
    m_fetching = !m_wanted.empty();
    if (!m_fetching) {
        return;
    }
    std::vector<std::string> next;
    for (std::size_t i = 0; i < kAtOnce && i < m_wanted.size(); ++i) {
        next.push_back(m_wanted[m_wanted.size() - 1 - i]);
    }
    const int round = m_round;
    const auto goOn = [this, round](const Fetched& some) {
        if (round == m_round) {
            take(some);
        }
    };
    m_thread.look(
        this,
        [job = m_job, next, folded = m_folded](Desk& desk) {
            static_cast<void>(desk.identified()); // whoever left sees nothing more
            if (!*folded) {
                *folded = desk.station->job(job);
            }
            const auto begun = std::chrono::steady_clock::now();
            Fetched some;
            for (const std::string& captureId : next) {
                some.emplace_back(captureId, pictureOf(*desk.station, **folded, captureId));
                if (std::chrono::steady_clock::now() - begun > kWhile) {
                    break;
                }
            }
            return some;
        },
        goOn,
        [this, round](const record::Fault&) {
            if (round == m_round) {
                m_fetching = false; // nobody is here, or the job went elsewhere
                m_wanted.clear();
            }
        });
}

void SmallPictures::take(const Fetched& some) {
    for (const auto& [captureId, picture] : some) {
        m_fetched.insert(captureId);
        std::erase(m_wanted, captureId);
        if (!picture.isNull()) {
            m_pictures[captureId] = picture;
            emit arrived(captureId);
        }
    }
    fetchSome();
}

} // namespace seihon::station_ui
