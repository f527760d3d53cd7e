#include "station-cli/project_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

namespace {

CLI::App* onProject(CLI::App& group, Arguments& args, const std::string& name,
                    const std::string& what) {
    CLI::App* sub = addVerb(group, args, name, what);
    sub->add_option("project", args.project.id, "project id")->required();
    return sub;
}

void addRegister(CLI::App& app, Arguments& args, const char* name, const char* what,
                 const char* end) {
    CLI::App* group = addGroup(app, name, what);
    CLI::App* add = addVerb(*group, args, "add", "somebody said so");
    auto* id = add->add_option("--patient", args.patient, "patient id");
    add->add_option("--patient-fd", args.patientFd,
                    "read the patient id (and, on a second line, the name) from this descriptor")
        ->excludes(id);
    add->add_option("--patient-name", args.patientName, "patient name");
    add->add_option("--by", args.project.speaker, "patient (unless given), guardian or family")
        ->check(CLI::IsMember({"patient", "guardian", "family"}));
    add->add_option("--remark", args.remark, "how it was said: by letter, at the counter, …");
    if (std::string_view(name) == "consent") {
        add->add_option("--project", args.project.id, "the project that is agreed to")->required();
    }
    addVerb(*group, args, "list", "how many; with names for whom the regulation lets see them");
    CLI::App* ends = addVerb(*group, args, end, "it was taken back");
    ends->add_option("id", args.project.word, "its id")->required();
    ends->add_option("--reason", args.reason, "why, and who said so")->required();
}

} // namespace

void addProjectVerbs(CLI::App& app, Arguments& args) {
    CLI::App* project = addGroup(app, "project", "converting old paper, by an approved plan");
    addVerb(*project, args, "template", "an empty plan with a comment to each item")
        ->add_option("--to", args.project.to, "write it into this new file");
    CLI::App* plan = addVerb(*project, args, "plan", "lay down a plan, or a new version of it");
    plan->add_option("file", args.project.planFile, "the plan: .toml")->required();
    plan->add_option("--project", args.project.id, "a new version of this project's plan");
    plan->add_option("--minutes", args.project.minutesFile,
                     "the committee's minutes, to be compared with the digest in the plan");
    onProject(*project, args, "approve", "approve the newest version of its plan");
    onProject(*project, args, "start", "begin, or go on under the newest version of its plan");
    for (const auto& [name, what] :
         {std::pair("stop", "nothing is opened, scanned or sealed under it until it is started"),
          std::pair("close", "it has come to its end")}) {
        onProject(*project, args, name, what)
            ->add_option("--reason", args.reason, "why")
            ->required();
    }
    onProject(*project, args, "show", "where it stands");
    addVerb(*project, args, "list", "projects, newest first");
    addProjectAuditVerbs(*project, args);
    addInspectVerbs(app, args);
    addRegister(app, args, "objection", "patients who object to the conversion of old paper",
                "lift");
    addRegister(app, args, "consent", "patients who agreed to it", "withdraw");
}

void addProjectOption(CLI::App& open, Arguments& args) {
    open.add_option("--project", args.project.id, "old paper: the project that converts it");
}

} // namespace seihon::station_cli
