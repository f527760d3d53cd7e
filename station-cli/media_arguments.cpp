#include "station-cli/media_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addMediaVerbs(CLI::App& app, Arguments& args) {
    MediaArguments& media = args.media;
    CLI::App* group = addGroup(app, "media", "records that leave the house on media or paper");
    CLI::App* add = addVerb(*group, args, "add", "ask that one may leave");
    add->add_option("--label", media.label, "what is written on it")->required();
    add->add_option("--file", media.files, "an exported record that is on it");
    add->add_option("--record", media.records, "a record that was printed");
    add->add_option("--person", media.person, "who takes it")->required();
    add->add_option("--contact", media.contact, "how to reach them")->required();
    add->add_option("--purpose", media.purpose, "what for")->required();
    add->add_option("--encryption", media.encryption, "how it is encrypted, or why not")
        ->required();
    add->add_option("--until", args.until, "back at the latest: 2026-12-01T17:00:00+09:00")
        ->required();
    CLI::App* approve = addVerb(*group, args, "approve", "another person lets it go");
    approve->add_option("medium", media.id, "its id")->required();
    CLI::App* back = addVerb(*group, args, "return", "it is back, or will not come back");
    back->add_option("medium", media.id, "its id")->required();
    back->add_option("--how", media.how, "returned (unless given), destroyed or lost")
        ->check(CLI::IsMember({"returned", "destroyed", "lost"}));
    back->add_option("--remark", args.remark, "in words");
    addVerb(*group, args, "list", "what is out, and what should be back")
        ->add_flag("--all", args.all, "and what came back");
}

} // namespace seihon::station_cli
