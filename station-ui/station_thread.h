#pragma once

#include "record/fault.h"
#include "station/station.h"

#include <QObject>
#include <QPointer>
#include <QThread>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>

namespace seihon::station_ui {

// What the worker's thread owns: the station, and who is at it. Only closures that were given to
// StationThread see it, one at a time.
struct Desk {
    std::unique_ptr<station::Station> station;
    std::optional<station::Session> session;
    // Posts to the window from within a long act: runs there if whoever asked is still there.
    std::function<void(std::function<void()>)> tell;

    // Faults: LoginRefused when nobody is logged in.
    const station::Session& identified() const;
    station::Viewer viewer() const;
};

// The one thread in which station verbs run. The window asks with a closure and gets a finished
// value back in its own thread; every question ends in `then` or in a fault, whatever happens.
//
//     thread.ask(this, [id](Desk& desk) { return desk.station->job(id); },
//                [this](const record::ScanJob& job) { show(job); });
//
// A closure for the worker holds values only, never a widget.
class StationThread : public QObject {
    Q_OBJECT

  public:
    using Otherwise = std::function<void(const record::Fault&)>;

    // Opens the station there; `opened` or `faulted` tells how that went. Without a home nothing is
    // opened, and the desk's station is null.
    explicit StationThread(const QString& home, QObject* parent = nullptr);
    ~StationThread() override; // ends what runs in good order and waits for it

    // An act: while it runs, busy() is true. Without `otherwise` a fault is signalled.
    template <typename Act, typename Then>
    void ask(QObject* receiver, Act act, Then then, Otherwise otherwise = {}) {
        begin();
        post(receiver, std::move(act), std::move(then), std::move(otherwise), true);
    }
    // The same for a look that nobody's buttons wait for: lists, pictures.
    template <typename Act, typename Then>
    void look(QObject* receiver, Act act, Then then, Otherwise otherwise = {}) {
        post(receiver, std::move(act), std::move(then), std::move(otherwise), false);
    }

    bool busy() const { return m_acts > 0; }

    // --- a scan run, from the window's thread ---
    capture::ScanControl beginRun();
    // Once: the sheet under way is still kept. Twice: at once, and that sheet goes back.
    void requestStop();

  signals:
    void opened();
    void busyChanged(bool busy);
    void faulted(seihon::record::Fault fault);

  private:
    template <typename Act, typename Then>
    void post(QObject* receiver, Act act, Then then, Otherwise otherwise, bool isAct);
    void begin();
    void end(bool isAct);
    void runThere(std::function<void()> what);
    void runHere(std::function<void()> what);
    void tellFault(const record::Fault& fault, const Otherwise& otherwise);
    static record::Fault faultOf(const std::exception& error);

    QThread m_thread;
    QObject* m_there; // lives in that thread, which deletes it
    Desk m_desk;      // touched there only
    std::stop_source m_stop, m_cancel;
    int m_acts = 0;
};

template <typename Act, typename Then>
void StationThread::post(QObject* receiver, Act act, Then then, Otherwise otherwise, bool isAct) {
    using Value = std::remove_cvref_t<std::invoke_result_t<Act&, Desk&>>;
    const QPointer<QObject> asker(receiver);
    runThere([this, asker, act = std::move(act), then = std::move(then),
              otherwise = std::move(otherwise), isAct]() mutable {
        m_desk.tell = [this, asker](std::function<void()> what) {
            runHere([asker, what = std::move(what)] {
                if (asker) {
                    what();
                }
            });
        };
        try {
            if constexpr (std::is_void_v<Value>) {
                act(m_desk);
                runHere([this, asker, then, isAct]() mutable {
                    end(isAct);
                    if (asker) {
                        then();
                    }
                });
            } else {
                const auto value = std::make_shared<Value>(act(m_desk));
                runHere([this, asker, then, value, isAct]() mutable {
                    end(isAct);
                    if (asker) {
                        then(*value);
                    }
                });
            }
        } catch (const std::exception& error) {
            runHere([this, asker, otherwise, fault = faultOf(error), isAct] {
                end(isAct);
                if (asker) {
                    tellFault(fault, otherwise);
                }
            });
        }
    });
}

} // namespace seihon::station_ui
