#include "station-cli/downtime_arguments.h"

#include "record/downtime.h"
#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addDowntimeVerbs(CLI::App& app, Arguments& args) {
    DowntimeArguments& mine = args.downtime;
    CLI::App* group = addGroup(app, "downtime", "registering on paper while the station is down");
    CLI::App* print = addVerb(*group, args, "print", "print a stack of numbered sheets");
    print->add_option("--count", mine.count, "how many")
        ->required()
        ->check(CLI::Range(std::int64_t{1}, record::kMostSheetsInStack));
    print->add_option("--place", mine.place, "where they will lie")->required();
    print->add_option("--print", mine.printTo, "write them here: .pdf")->required();
    CLI::App* count = addVerb(*group, args, "count", "how far the sheets of a stack are used up");
    count->add_option("stack", mine.id, "its id")->required();
    count->add_option("--next", mine.number, "the first number that is still unused")->required();
    CLI::App* gone = addVerb(*group, args, "void", "a sheet was spoilt, or used for nothing");
    gone->add_option("number", mine.number, "its number")->required();
    gone->add_option("--reason", args.reason, "what became of it")->required();
    CLI::App* begin = addVerb(*group, args, "begin", "the station is, or was, down");
    begin->add_option("--since", mine.since, "since when (RFC 3339); now when not given");
    begin->add_option("--reason", args.reason, "why")->required();
    CLI::App* end = addVerb(*group, args, "end", "it works again");
    end->add_option("id", mine.id, "of the downtime")->required();
    end->add_option("--until", mine.until, "since when (RFC 3339); now when not given");
    addVerb(*group, args, "close", "every number is accounted for")
        ->add_option("id", mine.id, "of the downtime")
        ->required();
    addVerb(*group, args, "list", "downtimes, and each stack's sheets by their number");
}

} // namespace seihon::station_cli
