#pragma once

#include "station-ui/page.h"
#include "tests/station-ui/ui_desk.h"

#include <optional>

namespace seihon::station_ui {

// A desk that can be compared with what the station itself answers.
class AskingDesk : public UiDesk {
  public:
    using UiDesk::UiDesk;

    // Asks the station in its thread and waits.
    template <typename Act>
    auto asked(Act act) {
        using Value = std::invoke_result_t<Act&, Desk&>;
        std::optional<Value> answer;
        window().state().thread().look(&window(), act,
                                       [&answer](const Value& value) { answer = value; });
        [[maybe_unused]] const bool came =
            QTest::qWaitFor([&] { return answer.has_value(); }, kPatience);
        return *answer;
    }
    record::JobState stateOf(const std::string& job) {
        return asked([job](Desk& desk) { return desk.station->job(job).state; });
    }
    std::size_t entriesOf(record::EntryKind kind) {
        return asked([kind](Desk& desk) {
            std::size_t found = 0;
            for (const record::Entry& entry : desk.station->log(0, 100'000)) {
                found += entry.what.kind == kind ? 1u : 0u;
            }
            return found;
        });
    }
    // As another person, to the page that is home for them.
    bool logInAs(const char* user, const char* page) {
        if (window().state().person()) {
            window().state().logout();
        }
        return logIn(user) &&
               QTest::qWaitFor([&] { return window().pageShown() == page; }, kPatience) && idle();
    }
    // Is the page on the screen as a whole, without scrolling?
    bool fits() {
        QTest::qWait(50); // layouts settle
        for (const Page* page : window().findChildren<Page*>()) {
            if (page->isVisible() && (page->width() > page->parentWidget()->width() ||
                                      page->height() > page->parentWidget()->height())) {
                return false;
            }
        }
        return true;
    }
};

} // namespace seihon::station_ui
