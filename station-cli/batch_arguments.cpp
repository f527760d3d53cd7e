#include "station-cli/batch_arguments.h"

#include "record/box.h"
#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

namespace {

CLI::App* onBox(CLI::App& group, Arguments& args, const std::string& name,
                const std::string& what) {
    CLI::App* sub = addVerb(group, args, name, what);
    sub->add_option("box", args.batch.box, "box id")->required();
    return sub;
}

CLI::App* onFolder(CLI::App& group, Arguments& args, const std::string& name,
                   const std::string& what) {
    CLI::App* sub = onBox(group, args, name, what);
    sub->add_option("folder", args.batch.folder, "number of the folder")->required();
    return sub;
}

template <typename E>
CLI::IsMember namesOfEnum() {
    std::vector<std::string> names;
    for (const auto& [value, name] : record::EnumNames<E>::table) {
        names.emplace_back(name);
    }
    return CLI::IsMember(names);
}

void addPlace(CLI::App& sub, Arguments& args) {
    sub.add_option("--folder", args.batch.folder, "of which folder; unless nobody knows");
    sub.add_option("--tab", args.batch.tab, "of which tab");
}

void addBoxVerbs(CLI::App& app, Arguments& args) {
    CLI::App* box = addGroup(app, "box", "boxes of old paper, under a project");
    CLI::App* open = addVerb(*box, args, "open", "a box has come");
    open->add_option("--number", args.batch.number, "as it is written on the box")->required();
    open->add_option("--project", args.project.id, "the project that converts it")->required();
    open->add_option("--folders", args.batch.folders, "folders in it, counted")->required();
    open->add_option("--seal", args.batch.seal, "number of the seal that it came with");
    CLI::App* print =
        onBox(*box, args, "separators", "print a separator sheet for each folder and tab");
    print->add_option("--out", args.batch.out, "a new PDF file (.pdf), or folder of images")
        ->required();
    print->add_option("--folder", args.batch.folder, "of this folder only");
    CLI::App* trouble = onBox(*box, args, "exception", "something is not as the index sheet says");
    trouble->add_option("--trouble", args.batch.trouble, "stray (unless given), missing, …")
        ->check(namesOfEnum<record::BoxTrouble>());
    addPlace(*trouble, args);
    trouble->add_option("--sheets", args.sheets, "how many (1 unless given)");
    trouble->add_option("--remark", args.remark, "what was found")->required();
    CLI::App* settle = onBox(*box, args, "settle", "say what became of an exception");
    settle->add_option("exception", args.batch.exception, "its number")->required();
    settle
        ->add_option("--end", args.batch.end,
                     "found (scanned in the end), missing, extra, moved, withheld")
        ->required()
        ->check(CLI::IsMember({"found", "missing", "extra", "moved", "withheld"}));
    addPlace(*settle, args);
    settle->add_option("--sheets", args.sheets, "how many; unless given, all of it");
    settle->add_option("--to-folder", args.batch.toFolder, "moved: to which folder");
    settle->add_option("--to-tab", args.batch.toTab, "moved: to which tab");
    settle->add_option("--reason", args.reason, "how that is known")->required();
    CLI::App* back = onBox(*box, args, "take-back", "a settlement was wrong: open it again");
    back->add_option("exception", args.batch.exception, "its number")->required();
    back->add_option("--reason", args.reason, "what was wrong")->required();
    CLI::App* recount = onBox(*box, args, "recount", "its folders were counted again");
    recount->add_option("--folders", args.batch.folders, "folders in it, counted")->required();
    recount->add_option("--reason", args.reason, "why the first count was wrong")->required();
    onBox(*box, args, "show", "every sheet of it, by folder and tab");
    addVerb(*box, args, "list", "boxes that are not closed");
    onBox(*box, args, "seal", "it is shut with a seal; every folder is back in it")
        ->add_option("--seal", args.batch.seal, "number of the seal")
        ->required();
    onBox(*box, args, "close", "everything in it is sealed, settled and back in its place");
}

} // namespace

void addBatchVerbs(CLI::App& app, Arguments& args) {
    addBoxVerbs(app, args);
    CLI::App* folder = addGroup(app, "folder", "folders in a box of old paper");
    CLI::App* add = onBox(*folder, args, "add", "a folder, as its index sheet says");
    add->add_option("--index", args.batch.indexFile,
                    "index sheets of the whole box: .toml or .csv");
    add->add_option("--folder", args.batch.folder, "its number");
    auto* id = add->add_option("--patient", args.patient, "patient id");
    add->add_option("--patient-fd", args.patientFd,
                    "read the patient id (and, on a second line, the name) from this descriptor")
        ->excludes(id);
    add->add_option("--patient-name", args.patientName, "patient name");
    add->add_option("--tab", args.batch.tabs, "CLASS:SHEETS or CLASS:SHEETS:duplex, for each tab");
    CLI::App* out = onFolder(*folder, args, "take-out", "somebody needs it now");
    out->add_option("--to", args.batch.to, "who has it")->required();
    out->add_option("--place", args.batch.place, "where it goes")->required();
    out->add_option("--due", args.batch.due, "when it comes back, ISO 8601");
    out->add_option("--reason", args.reason, "what for");
    onFolder(*folder, args, "void", "it was typed by mistake; nothing of it is scanned")
        ->add_option("--reason", args.reason, "what was wrong")
        ->required();
    CLI::App* more = onFolder(*folder, args, "supplement",
                              "another job of a tab that is sealed, for a sheet that turned up");
    more->add_option("--tab", args.batch.tab, "of which tab")->required();
    more->add_option("--sheets", args.sheets, "how many")->required();
    more->add_option("--reason", args.reason, "where it was found")->required();
    onFolder(*folder, args, "return", "it is back");
    onFolder(*folder, args, "refile", "its sheets are back in it, in order")
        ->add_option("--sheets", args.sheets, "counted")
        ->required();
    CLI::App* batch = addGroup(app, "batch", "whole stacks of a box of old paper");
    CLI::App* scan = onBox(*batch, args, "scan", "feed a stack with its separator sheets");
    scan->add_option("--device", args.device, "scanner; the station's default unless given");
    scan->add_flag("--attest-complete", args.attestComplete,
                   "nothing stuck on, nothing outside the area, staples out, sheets counted");
    scan->add_option("--area", args.area, "scan area in mm, WIDTHxHEIGHT, where all is smaller");
    scan->add_flag("--continue", args.batch.goesOn,
                   "the stack goes on in the tab where the one before ended");
    onBox(*batch, args, "seal", "seal all jobs of the box that may be sealed, with one PIN");
}

} // namespace seihon::station_cli
