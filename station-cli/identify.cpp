#include "station-cli/commands.h"
#include "station-cli/secret_input.h"
#include "station/people.h"

namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;

namespace {

station::Session loginOf(const Arguments& args, station::Station& station) {
    if (args.byPassword) {
        if (args.keypad) {
            throw Fault(FaultKind::Usage, "--password and --keypad do not go together");
        }
        PasswordAndCode secret = readPasswordAndCode(args.pinFd);
        return station::People(station).loginByPassword(args.user, std::move(secret.password),
                                                        std::move(secret.code));
    }
    const station::LastTry lastTry =
        args.lastTry ? station::LastTry::Spend : station::LastTry::Keep;
    return station.login(args.user,
                         args.keypad ? station::Pin("", lastTry) : readPin(args.pinFd, lastTry));
}

} // namespace

station::Session sessionOf(const Arguments& args, station::Station& station) {
    if (args.user.empty()) {
        throw Fault(FaultKind::Usage, "--as USER is needed: whoever changes something is named");
    }
    station::Session session = loginOf(args, station);
    if (!args.breakGlass.empty()) {
        // When it does not break, the act itself is refused, and says what is missing.
        static_cast<void>(station::People(station).breakGlass(session, args.breakGlass));
    }
    return session;
}

Looker lookerOf(const Arguments& args, station::Station& station) {
    Looker looker{args.user, {}};
    if (args.pinFd >= 0 || args.keypad || args.byPassword) {
        looker.session = sessionOf(args, station);
    } else if (!args.breakGlass.empty()) {
        throw Fault(FaultKind::Usage, "--break-glass needs a login: whoever does it is named");
    }
    return looker;
}

int printRefusal(const Output& output, const record::Verdict& verdict) {
    return output.outcome(record::Json::object({}), {}, verdict);
}

} // namespace seihon::station_cli
