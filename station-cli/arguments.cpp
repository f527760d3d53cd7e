#include "station-cli/arguments.h"

#include "record/fault.h"
#include "station-cli/received_arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <iostream>

namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;

namespace {

record::Language languageOf(const std::string& wanted) {
    if (!wanted.empty()) {
        return wanted == "ja" ? record::Language::Japanese : record::Language::English;
    }
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return std::string_view(value).starts_with("ja") ? record::Language::Japanese
                                                             : record::Language::English;
        }
    }
    return record::Language::English;
}

class Parser {
  public:
    Parser() {
        m_app.require_subcommand(1);
        m_app.fallthrough();
        m_app.set_version_flag("--version", "seihon " SEIHON_VERSION);
        m_app.add_option("--home", m_args.home, "station home")->envname("SEIHON_HOME");
        m_app.add_option("--as", m_args.user, "who acts");
        m_app.add_option("--pin-fd", m_args.pinFd,
                         "read the PIN (or password and one-time code, a line each) from this file "
                         "descriptor");
        m_app.add_flag("--password", m_args.byPassword,
                       "log in with password and one-time code instead of a card");
        m_app.add_option("--break-glass", m_args.breakGlass,
                         "emergency: look or scan without the right to it; the reason");
        m_app.add_flag("--keypad", m_args.keypad, "the PIN is typed on the card reader");
        m_app.add_flag("--last-try", m_args.lastTry,
                       "use a card's last PIN try; a mistake locks the card");
        m_app.add_flag("--json", m_args.json, "one JSON document on standard output");
        m_app.add_option("--lang", m_language, "ja or en")->check(CLI::IsMember({"ja", "en"}));
        addStation();
        addQualify();
        addJob();
        addIntake();
        addRecord();
        addRegulation();
        addConformity();
        addUser();
        addIntakeVerbs(m_app, m_args);
        addProjectVerbs(m_app, m_args);
        addDowntimeVerbs(m_app, m_args);
        addBatchVerbs(m_app, m_args);
        addPaperVerbs(m_app, m_args);
        addBackupVerbs(m_app, m_args);
        addMediaVerbs(m_app, m_args);
        addDeviceVerbs(m_app, m_args);
        addDeliverVerbs(m_app, m_args);
        addDicomVerbs(m_app, m_args);
        addRetentionVerbs(m_app, m_args);
    }

    std::optional<Arguments> read(int argc, char** argv) {
        try {
            m_app.parse(argc, argv);
        } catch (const CLI::Success& success) { // --help, --version
            m_app.exit(success, std::cout, std::cerr);
            return std::nullopt;
        } catch (const CLI::ParseError& error) {
            throw Fault(FaultKind::Usage, error.what());
        }
        m_args.language = languageOf(m_language);
        return m_args;
    }

  private:
    CLI::App* verb(CLI::App& parent, const std::string& name, const std::string& what) {
        return addVerb(parent, m_args, name, what);
    }

    CLI::App* group(const std::string& name, const std::string& what) {
        return addGroup(m_app, name, what);
    }

    CLI::App* onJob(CLI::App& parent, const std::string& name, const std::string& what) {
        CLI::App* sub = verb(parent, name, what);
        sub->add_option("job", m_args.job, "job id")->required();
        return sub;
    }

    void reasoned(CLI::App* sub) { sub->add_option("--reason", m_args.reason, "why")->required(); }

    void addStation() {
        CLI::App* init = verb(m_app, "init", "make a station home");
        init->add_flag("--demo", m_args.demo, "with demo people, cards, authorities and paper");
        verb(m_app, "doctor", "is the station fit for work?");
        verb(m_app, "devices", "scanners that can be seen");
        CLI::App* measure = verb(m_app, "measure", "measurements and findings of image files");
        measure->add_option("files", m_args.files, "image files")->required();
        measure->add_option("--class", m_args.documentClass, "document class to judge by");
        measure->add_flag("--examine", m_args.examine,
                          "also orientation, page number and bar codes; some seconds a page");
        CLI::App* work =
            verb(m_app, "work", "pending tokens, completion, renewal, log checkpoints");
        work->add_flag("--once", m_args.once, "one round, then end");
        CLI::App* archive = group("archive", "the archive as a whole");
        CLI::App* whole =
            verb(*archive, "verify", "ledger and files both ways, all seals, all checkpoints");
        whole->add_option("--anchor", m_args.anchors,
                          "a checkpoint that was kept elsewhere (SIZE.note), or a folder of them");
        addArchiveParts(*archive, *whole, m_args);
        CLI::App* audit = group("audit", "the log");
        CLI::App* log = verb(*audit, "log", "entries of the ledger");
        log->add_option("--from", m_args.firstEntry, "first entry; none: the newest ones")
            ->check(CLI::NonNegativeNumber);
        log->add_option("--limit", m_args.limit, "how many")->check(CLI::Range(1, 100000));
        log->add_option("--job", m_args.job, "of one job");
        addAuditVerbs(*audit, m_args);
        CLI::App* messages = verb(*audit, "export", "the log as DICOM audit messages");
        messages->add_option("--from", m_args.from, "not before: 2026-12-01T00:00:00+09:00");
        messages->add_option("--until", m_args.until, "before");
        messages->add_option("-o,--out", m_args.folder, "a folder that is not there yet")
            ->required();
    }

    void addQualify() {
        CLI::App* qualify = verb(m_app, "qualify", "find a scanner fit for originals, or not");
        qualify->add_option("device", m_args.device, "scanner; none: the station's own");
        qualify->add_option("--dpi,--resolution", m_args.dpis, "resolutions; 300 unless given")
            ->check(CLI::Range(50, 4800));
        qualify
            ->add_option("--source", m_args.sources, "paper sources; feeder-simplex unless given")
            ->check(CLI::IsMember({"feeder-simplex", "feeder-duplex", "flatbed"}));
        qualify->add_option("--mode", m_args.modes, "colour (unless given) or grey")
            ->check(CLI::IsMember({"colour", "grey"}));
        qualify->add_option("--bits", m_args.bits, "bits a sample")->check(CLI::IsMember({8, 16}));
        qualify->add_flag("--target-in-tray", m_args.targetInTray,
                          "target sheets lie in the tray, one for each setting");
        qualify->add_option("--report", m_args.reportFile, "write the report here: .pdf");
        auto* repaired = qualify->add_flag("--void", m_args.voidDevice,
                                           "the scanner was repaired: take no page from it");
        auto* reason = qualify->add_option("--reason", m_args.reason, "why it is voided");
        repaired->needs(reason);
        reason->needs(repaired);
        qualify->add_flag("--list", m_args.list, "the qualifications there are");
        qualify->add_option("--print-target", m_args.printTarget,
                            "write the target sheet here: .pdf, or .png at --dpi (600)");
    }

    // `mayLack`: a cover sheet says all this.
    void originalOptions(CLI::App* sub, bool mayLack = false) {
        sub->add_option("--class", m_args.documentClass, "document class")->required(!mayLack);
        auto* id = sub->add_option("--patient", m_args.patient, "patient id");
        sub->add_option(
               "--patient-fd", m_args.patientFd,
               "read the patient id (and, on a second line, the name) from this descriptor")
            ->excludes(id);
        sub->add_option("--patient-name", m_args.patientName, "patient name");
        sub->add_option("--sheets", m_args.sheets, "sheets of paper, counted by a person")
            ->required(!mayLack);
        addOriginalOptions(*sub, m_args);
        sub->add_option("--received", m_args.received, "when the paper came into the house");
        sub->add_option("--created", m_args.created, "when the paper was made");
        sub->add_option("--evidence", m_args.evidence,
                        "counter-registration, date-stamp, mail-log or claim");
        sub->add_option("--remark", m_args.remark, "remark");
        sub->add_flag("--duplex", m_args.duplex, "scan both sides");
    }

    void scanOptions(CLI::App* sub) {
        sub->add_option("--device", m_args.device, "scanner");
        sub->add_option("--dpi,--resolution", m_args.dpi, "resolution instead of the class's own");
        sub->add_option("--folder", m_args.folder, "take image files instead of scanning");
        sub->add_option("--area", m_args.area, "scan area in mm, WIDTHxHEIGHT");
    }

    void addJob() {
        CLI::App* job = group("job", "digitizing one original, step by step");
        CLI::App* registers = verb(*job, "register", "the paper is here");
        originalOptions(registers);
        registers->add_option("--cover-sheet", m_args.intake.printTo,
                              "write its cover sheet here: .pdf");
        registers->add_option("--envelope", m_args.intake.envelope, "it came in this envelope");
        addJobVerbs(*job, m_args);
        addProjectOption(*onJob(*job, "open", "start work on it"), m_args);
        CLI::App* prepare = onJob(*job, "prepare", "the paper was looked at and counted");
        prepare->add_option("--sheets", m_args.sheets, "sheets counted")->required();
        prepare->add_flag("--attest-complete", m_args.attestComplete,
                          "nothing stuck on, nothing outside the area, staples out");
        CLI::App* recount = onJob(*job, "recount", "the declared number of sheets was wrong");
        recount->add_option("--sheets", m_args.sheets, "sheets counted again")->required();
        recount->add_option("--reason", m_args.reason, "why")->required();
        CLI::App* scan = onJob(*job, "scan", "feed the paper");
        scan->add_flag("--cover", m_args.intake.cover, "its cover sheet lies on top");
        scanOptions(scan);
        scan->add_flag("--duplex", m_args.duplex, "both sides");
        scan->add_option("--source", m_args.source, "the glass, or one side or both in the feeder")
            ->check(CLI::IsMember({"flatbed", "feeder-simplex", "feeder-duplex", "transparency"}));
        scan->add_option("--replace", m_args.replacePage, "scan the sheet of this page again");
        scan->add_option("--after", m_args.afterSheet, "one sheet that belongs after this sheet");
        scan->add_option("--back-of", m_args.backOfSheet, "the back of this sheet");
        scan->add_flag("--backs", m_args.backs, "the backs of a stack whose fronts are there");
        scan->add_flag("--again", m_args.again, "with --backs: all of them anew");
        scan->add_flag("--reversed", m_args.reversed,
                       "with --backs: the stack was turned as a whole, its last sheet comes first");
        CLI::App* page = onJob(*job, "page", "decide about a page");
        page->add_option("number", m_args.page, "page number")->required();
        CLI::Option_group* what = page->add_option_group("decision");
        what->add_flag("--blank", m_args.blank, "it is blank");
        what->add_option("--as-on-paper", m_args.asOnPaper, "the paper is like that; the reason");
        what->add_option("--reject", m_args.reject, "it must be scanned again; the reason");
        what->add_option("--set-aside", m_args.setAside,
                         "its sheet is no part of this original (fed twice, …); the reason");
        what->add_option("--move-after", m_args.moveAfter,
                         "its sheet stands behind this sheet (0: in front); needs --reason");
        what->add_option("--turn", m_args.turn,
                         "it is read so many degrees to the right: 0, 90, 180, 270");
        what->add_flag("--clear", m_args.clear, "take the decision back");
        what->require_option(1);
        page->add_option("--reason", m_args.reason, "why its sheet is moved");
        CLI::App* compare = onJob(*job, "compare", "images and paper were compared");
        CLI::Option_group* answer = compare->add_option_group("answer");
        answer->add_flag("--same", m_args.same, "they are the same");
        answer->add_option("--as-on-paper", m_args.asOnPaper, "the paper is like that; the reason");
        answer->require_option(1);
        addFilmSideOptions(*onJob(*job, "film-side", "which way round a film lies, by its marker"),
                           m_args);
        addOrderOptions(*onJob(*job, "order", "the order of the worklist that it belongs to"),
                        m_args);
        onJob(*job, "submit", "hand it to the information creation manager");
        onJob(*job, "accept", "accept it");
        reasoned(onJob(*job, "send-back", "send it back"));
        CLI::App* excuse = onJob(*job, "excuse", "the window was missed for a reason");
        reasoned(excuse);
        excuse->add_option("--hindrance-ended", m_args.hindranceEnded, "when the hindrance ended");
        reasoned(onJob(*job, "convert", "go on as a reference copy"));
        onJob(*job, "seal", "sign and timestamp");
        reasoned(onJob(*job, "abandon", "give it up"));
        onJob(*job, "show", "where it stands");
        CLI::App* examine =
            onJob(*job, "examine", "orientation, page numbers and bar codes; some seconds a page");
        examine->add_flag("--again", m_args.again, "also pages that were examined already");
        CLI::App* list = verb(*job, "list", "jobs, newest first");
        list->add_option("--limit", m_args.limit, "how many")->check(CLI::Range(1, 100000));
    }

    void addIntake() {
        CLI::App* intake = verb(m_app, "intake", "register, scan and seal in one go");
        originalOptions(intake, true);
        intake->add_flag("--cover", m_args.intake.cover,
                         "the first sheet is the cover sheet of a registered job");
        addIntakeOrderOptions(*intake, m_args);
        scanOptions(intake);
        intake->add_flag(
            "--examine", m_args.examine,
            "examine orientation and page numbers before sealing; some seconds a page");
        intake->add_flag(
            "--attest-complete", m_args.attestComplete,
            "prepared (nothing stuck on, nothing outside, staples out, counted) and compared");
    }

    void addRecord() {
        CLI::App* record = group("record", "sealed records");
        CLI::App* verify =
            verb(*record, "verify", "verify a record folder or .asice file; needs no home");
        verify->add_option("record", m_args.target, "record folder, .asice file or id")->required();
        verify->add_option("--trust", m_args.trust, "trust directory");
        verify->add_option("--at", m_args.at, "verify as of this time");
        CLI::App* show = verb(*record, "show", "what a record says");
        show->add_option("record", m_args.target, "record id")->required();
        show->add_option("--report", m_args.reportFile,
                         "write a one-page report here: .html or .pdf");
        show->add_option("--contact-sheet", m_args.contactSheetFile,
                         "write the pages as one PNG here");
        CLI::App* exported = verb(*record, "export", "a record as one file to hand on (.asice)");
        exported->add_option("record", m_args.target, "record id")->required();
        exported->add_option("--to", m_args.exportFile, "the new file")->required();
        for (CLI::App* sub : {show, exported}) {
            sub->add_flag("--withdrawn", m_args.later.withdrawn, "although it was withdrawn");
        }
        CLI::App* complete =
            verb(*record, "complete", "add revocation lists and an archive timestamp to records");
        complete->add_option("record", m_args.target, "record id; none: all that wait for it");
        CLI::App* renew = verb(*record, "renew", "lay a new timestamp over records");
        auto* one = renew->add_option("record", m_args.target,
                                      "record id; none: those whose proof ends soon");
        renew->add_flag("--all", m_args.all, "every completed record, whenever its proof ends")
            ->excludes(one);
        renew->add_option("--at-most", m_args.atMost, "how many in one go")
            ->check(CLI::Range(1, 100000));
        CLI::App* search = verb(*record, "search", "sealed records");
        auto* id = search->add_option("--patient", m_args.patient, "patient id");
        search->add_option("--patient-fd", m_args.patientFd, "read it from this descriptor")
            ->excludes(id);
        search->add_option("--class", m_args.documentClass, "document class");
        search->add_option("--from", m_args.from, "sealed from");
        search->add_option("--until", m_args.until, "sealed until");
        search->add_option("--limit", m_args.limit, "how many")->check(CLI::Range(1, 100000));
        search->add_flag("--withdrawn", m_args.later.withdrawn, "withdrawn records, too");
        addLaterVerbs(m_app, *record, m_args);
        addDocumentVerbs(*record, m_args);
        addReceivedVerbs(m_app, m_args);
    }

    void addRegulation() {
        CLI::App* regulation = group("regulation", "the hospital's rules");
        CLI::App* check = verb(*regulation, "check", "what a regulation says, in words");
        check->add_option("file", m_args.files, "regulation file; none: the home's, or the shipped")
            ->expected(0, 1);
        CLI::App* diff = verb(*regulation, "diff", "what differs between two, in words");
        diff->add_option("files", m_args.files, "two files; one: against the one in force")
            ->required()
            ->expected(1, 2);
        CLI::App* approve = verb(*regulation, "approve", "approve a new regulation");
        approve->add_option("regulation", m_args.target, "its file or its digest")->required();
        CLI::App* activate = verb(*regulation, "activate", "put an approved regulation into force");
        activate->add_option("file", m_args.target, "its file")->required();
        addTemplate(*regulation);
    }

    void addTemplate(CLI::App& regulation) {
        CLI::App* document =
            verb(regulation, "template", "a regulation as a document to read and sign (Japanese)");
        document
            ->add_option("file", m_args.files, "regulation file; none: the home's, or the shipped")
            ->expected(0, 1);
        document->add_option("--to", m_args.exportFile, "the new .html file")->required();
    }

    void addConformity() {
        CLI::App* conformity =
            group("conformity", "the periodic check that work follows the rules");
        verb(*conformity, "sheet", "the questions of the regulation, numbered");
        verb(*conformity, "list", "the checks that were made");
        CLI::App* made = verb(*conformity, "record", "the system manager's answers");
        made->add_option("--answer", m_args.answers,
                         "NUMBER=ok or NUMBER=deviation:WHAT; one for each question")
            ->required();
        CLI::App* signs = verb(*conformity, "countersign", "the auditor has seen the check");
        signs->add_option("check", m_args.target, "its id")->required();
        signs->add_option("--remark", m_args.remark, "remark");
    }

    void addUser() {
        CLI::App* user = group("user", "people: rights, logins, reviews");
        const auto onPerson = [&](const char* name, const char* what) {
            CLI::App* sub = verb(*user, name, what);
            sub->add_option("person", m_args.person, "user name")->required();
            return sub;
        };
        verb(*user, "list", "who works here, and what they may");
        verb(*user, "check", "the list of people against the regulation");
        onPerson("password", "set a password: one's own, or as administrator")
            ->add_option("--new-fd", m_args.newFd, "read the new password from this descriptor");
        onPerson("totp", "make a new secret for one-time codes; it is shown once");
        onPerson("unlock", "open a login that was closed after wrong tries");
        verb(*user, "review", "the periodic review of rights was made")
            ->add_option("--remark", m_args.remark, "what was found");
        CLI::App* glass =
            verb(*user, "review-break-glass", "list broken glass, or review one of the list");
        glass->add_option("entry", m_args.sequence, "number of the entry");
        glass->add_option("--remark", m_args.remark, "what was found");
        verb(*user, "confirm", "list acts by proxy, or confirm one done for oneself")
            ->add_option("entry", m_args.sequence, "number of the entry");
    }

    CLI::App m_app{"Seihon: scanned originals that stand as evidence", "seihon"};
    Arguments m_args;
    std::string m_language;
};

} // namespace

std::optional<Arguments> readArguments(int argc, char** argv) {
    return Parser().read(argc, argv);
}

bool wantsJson(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--json") {
            return true;
        }
    }
    return false;
}

} // namespace seihon::station_cli
