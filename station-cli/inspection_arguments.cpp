#include "station-cli/inspection_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addInspectVerbs(CLI::App& app, Arguments& args) {
    InspectionArguments& inspection = args.inspection;
    CLI::App* inspect =
        addGroup(app, "inspect", "old paper: another person looks before it is sealed");
    addVerb(*inspect, args, "list", "jobs that wait for it")
        ->add_option("--project", args.project.id, "of this project");
    const auto onPage = [&](const char* name, const char* what) {
        CLI::App* sub = addVerb(*inspect, args, name, what);
        sub->add_option("job", args.job, "job id")->required();
        sub->add_option("page", inspection.page, "page number")->required();
        return sub;
    };
    onPage("view", "look at a page")
        ->add_option("--to", inspection.to, "write it here, as .png")
        ->required();
    addVerb(*inspect, args, "approve", "every page that was to be seen is as it must be")
        ->add_option("job", args.job, "job id")
        ->required();
    onPage("reject", "this page is not: the job goes back")
        ->add_option("--reason", args.reason, "what is wrong")
        ->required();
}

void addProjectAuditVerbs(CLI::App& project, Arguments& args) {
    InspectionArguments& audit = args.inspection;
    CLI::App* report = addVerb(project, args, "report", "plan, people, every number, audits");
    report->add_option("project", args.project.id, "project id")->required();
    report->add_option("--out", audit.to, "write it here: .pdf, .html, .csv or .txt");
    CLI::App* group = addGroup(project, "audit", "the audit of a project from outside");
    const auto onAudit = [&](const char* name, const char* what) {
        CLI::App* sub = addVerb(*group, args, name, what);
        sub->add_option("audit", audit.audit, "audit id")->required();
        return sub;
    };
    const auto onItem = [&](const char* name, const char* what) {
        CLI::App* sub = onAudit(name, what);
        sub->add_option("item", audit.item, "number of what was drawn")->required();
        return sub;
    };
    CLI::App* start = addVerb(*group, args, "start", "freeze what is audited");
    start->add_option("project", args.project.id, "project id")->required();
    start->add_option("--independence", audit.independence, "why you are independent, in words")
        ->required();
    start->add_option("--name", audit.name, "otherwise as the plan has it");
    start->add_option("--affiliation", audit.affiliation, "the same");
    start->add_option("--qualification", audit.qualification, "the same");
    start->add_option("--number", audit.number, "of the qualification; the same");
    CLI::App* draw = onAudit("draw", "draw from the records, or from a list, by a seed of yours");
    draw->add_option("--seed", audit.seed, "64 hexadecimal digits")->required();
    draw->add_option("--count", audit.count, "how many")->required()->check(CLI::Range(1, 2000));
    draw->add_option("--list", audit.list, "a text file, one paper a line: mail log, index sheets");
    CLI::App* view = onItem("view", "look at its pages");
    view->add_option("--to", audit.to, "write them into this new folder, as .png")->required();
    view->add_option("--record", audit.record, "the record that a line of a list is about");
    CLI::App* record = onItem("record", "what was found");
    CLI::Option_group* answer = record->add_option_group("answer");
    answer->add_flag("--same", args.same, "paper and record are the same");
    answer->add_option("--fault", audit.fault, "they differ; how");
    answer->add_option("--not-found", audit.notFound, "one of them is not there; what was done");
    answer->require_option(1);
    record->add_option("--record", audit.record, "the record that a line of a list is about");
    onItem("settle", "the house's closing word on a fault")
        ->add_option("--reason", args.reason, "what was, or will be, done")
        ->required();
    onAudit("close", "every item has its answer, every fault its closing word")
        ->add_option("--conclusion", audit.conclusion, "the auditor's opinion")
        ->required();
    onAudit("show", "items and answers");
    addVerb(*group, args, "list", "audits of a project, and what they cover")
        ->add_option("project", args.project.id, "project id")
        ->required();
}

} // namespace seihon::station_cli
