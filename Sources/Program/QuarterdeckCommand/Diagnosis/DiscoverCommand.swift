import AWSCalls
import ArgumentParser
import ClusterAccess
import Console
import Discovery
import Failures
import Glibc
import Profiles
import Threads

struct DiscoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover",
        abstract: "Find the Aurora clusters that a token opens.",
        discussion: """
            Asks the RDS API and DSQL in every region that --region names, all at once, and prints each cluster as soon as \
            it is described. Without --region: the region of the AWS profile and those of the profile file. A cluster \
            that no token opens is listed with the reason.

            It takes the permission rds:DescribeDBClusters. With rds:DescribeDBInstances, rds:DescribeDBProxies, \
            rds:DescribeGlobalClusters, dsql:ListClusters, dsql:GetCluster, ssm:DescribeInstanceInformation and \
            ec2:DescribeInstances it tells more: the last two find an instance that can be the tunnel to a cluster \
            without a public address.

            --json prints one object a line: name, engine, version, kind, region, account, status, endpoint, \
            reader_endpoint, endpoints, port, resource_id, iam, usable, reason, public, regions, database, \
            master_user, aws_profile, tunnel.

            --write adds the clusters that a token opens to the end of the profile file. What is there stays as it is. \
            --pick lists those that are new and asks which ones to add.
            """)

    @Flag(help: "Print one JSON object a line.")
    var json = false

    @Flag(help: "Add the clusters to the profile file.")
    var write = false

    @Flag(help: "Ask which of the clusters to add to the profile file.")
    var pick = false

    @OptionGroup(title: "Where") var target: DiscoverOptions

    func validate() throws {
        if pick, write || json { throw ValidationError("--pick asks on the terminal; leave --write and --json out") }
    }

    func run() throws {
        let session = Session(target.values)
        let plan = try DiscoveryPlan(
            session, regions: target.region, awsProfiles: target.awsProfile, writes: write || pick)
        if pick { return try pickClusters(session, plan) }
        let printer = DiscoveryPrinter(isJSON: json, showsProfile: plan.searches.count { !$0.profile.isEmpty } > 0)
        let outcome = try DiscoveryRun(plan, printer).run()
        if write { try DiscoveredClusters(session: session).add(outcome.found, user: target.user) }
        ErrorReport.note(outcome.summary)
        if let failure = outcome.failure { throw failure }
    }

    private func pickClusters(_ session: Session, _ plan: DiscoveryPlan) throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw Failure(.usage, "--pick asks on a terminal", next: "quarterdeck discover --write")
        }
        let outcome = try DiscoveryRun(plan, nil).run()
        ErrorReport.note(outcome.summary)
        let file = try session.loadProfilesIfPresent(mayBeNew: true)
        let new = ProfileAddition.unknown(outcome.found, in: file)
        let question = TerminalQuestion(abandoned: "nothing was added")
        // Enter alone changes no file that has clusters.
        let offered = file.entries.isEmpty ? "all" : "none"
        let chosen = try ClusterPick(question: question, offered: offered).choose(from: new)
        if chosen.isEmpty {
            ErrorReport.note(new.contains(where: \.isUsable) ? "nothing was added" : "there is no new cluster to add")
        } else {
            try DiscoveredClusters(session: session).add(chosen, user: target.user)
        }
        if let failure = outcome.failure { throw failure }
    }
}

/// The flags of `discover`: those of every command; some may be repeated.
struct DiscoverOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The profile file.", valueName: "file"), completion: .file(extensions: ["toml"]))
    var config: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("An AWS profile to search with; may be repeated.", valueName: "name"))
    var awsProfile: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("A region to search; may be repeated.", valueName: "name"))
    var region: [String] = []

    @Option(help: ArgumentHelp("The database user of the clusters that --write adds.", valueName: "name"))
    var user: String?

    @Flag(help: "Use no colours. NO_COLOR in the environment does the same.")
    var noColor = false

    var values: InvocationOptions {
        InvocationOptions(config: config, awsProfile: awsProfile.first, region: region.first, user: user)
    }
}
