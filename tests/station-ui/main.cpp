#include "tests/station-ui/watched_application.h"

#include "station-ui/theme.h"
#include "tests/station-ui/killed_window.h"
#include "tests/station-ui/suites.h"

#include <QTest>

#include <csignal>
#include <string_view>

// One application, one suite after the other; arguments are QtTest's own.
int main(int argc, char** argv) {
    // Qt Test ends a function after five minutes; 200 sheets take longer beside other work.
    if (!qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT")) {
        qputenv("QTEST_FUNCTION_TIMEOUT", "1500000");
    }
    ::signal(SIGPIPE, SIG_IGN);
    seihon::station_ui::WatchedApplication app(argc, argv);
    QApplication::setStyle("Fusion");
    QApplication::setFont(seihon::station_ui::baseFont());
    if (argc == 3 && std::string_view(argv[1]) == "--killed") { // trouble_test.cpp starts it
        return seihon::station_ui::scanUntilKilled(QString::fromUtf8(argv[2]));
    }
    int failed = 0;
    int run = 0;
    const QString only = qEnvironmentVariable("SEIHON_SUITE"); // e.g. ClerkTest
    for (const auto& make : seihon::station_ui::kSuites) {
        const std::unique_ptr<QObject> suite(make());
        if (only.isEmpty() || QString(suite->metaObject()->className()).endsWith(only)) {
            failed += QTest::qExec(suite.get(), argc, argv);
            ++run;
        }
    }
    return run == 0 ? 1 : failed; // a name that is no suite's has tested nothing
}
