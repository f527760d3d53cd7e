#include "station-ui/first_run.h"
#include "station-ui/shell.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>

#include <csignal>
#include <cstdio>
#include <memory>

namespace {

struct Arguments {
    QCommandLineParser parser;
    QCommandLineOption home{"home", "station home", "DIR", qEnvironmentVariable("SEIHON_HOME")};
    QCommandLineOption lang{"lang", "ja or en", "LANG",
                            QLocale().name().startsWith("en") ? "en" : "ja"};

    Arguments() {
        parser.addHelpOption();
        parser.addOptions({home, lang});
    }
};

// It is asked for on machines without a screen, too.
bool onlyHelp(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    Arguments arguments;
    arguments.parser.parse(QCoreApplication::arguments());
    if (!arguments.parser.isSet("help")) {
        return false;
    }
    std::fputs(qPrintable(arguments.parser.helpText()), stdout);
    return true;
}

} // namespace

int main(int argc, char** argv) {
    ::signal(SIGPIPE, SIG_IGN);
    if (onlyHelp(argc, argv)) {
        return 0;
    }
    QApplication app(argc, argv);
    QApplication::setApplicationName("seihon-station");
    QApplication::setStyle("Fusion");
    QApplication::setFont(seihon::station_ui::baseFont());
    Arguments arguments;
    QCommandLineParser& parser = arguments.parser;
    const QCommandLineOption &home = arguments.home, &lang = arguments.lang;
    parser.process(app);
    if (parser.value(home).isEmpty()) {
        qCritical("--home DIR or SEIHON_HOME is needed");
        return 2;
    }
    using seihon::station_ui::FirstRun;
    using seihon::station_ui::Shell;
    const QString folder = parser.value(home);
    const auto language = parser.value(lang) == "en" ? seihon::record::Language::English
                                                     : seihon::record::Language::Japanese;
    std::unique_ptr<Shell> window;
    std::unique_ptr<FirstRun> first;
    const auto open = [&](seihon::record::Language spoken) {
        window = std::make_unique<Shell>(folder, spoken);
        window->show();
    };
    if (FirstRun::isNeeded(folder)) {
        first = std::make_unique<FirstRun>(folder, language);
        QObject::connect(first.get(), &FirstRun::made, &app, [&] {
            open(first->language());
            first.release()->deleteLater();
        });
        first->show();
    } else {
        open(language);
    }
    return QApplication::exec();
}
