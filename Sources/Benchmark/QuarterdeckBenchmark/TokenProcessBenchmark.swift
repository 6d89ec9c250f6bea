import Glibc

/// Measures one token as a whole process: `quarterdeck token` compared with `aws rds generate-db-auth-token`.
enum TokenProcessBenchmark {
    static func run() {
        setenv("AWS_EC2_METADATA_DISABLED", "true", 1)
        setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", 1)
        setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", 1)
        for name in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"] { unsetenv(name) }
        setenv("AWS_CONFIG_FILE", "/dev/null", 1)
        setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null", 1)
        let host = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        let program = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        let prefix = CommandLine.arguments[0].hasPrefix("/") ? "/" : ""
        let own = [
            prefix + program + "/quarterdeck", "token", "--endpoint", host, "--engine", "postgresql", "--user",
            "jane_doe",
        ]
        let aws = [
            "aws", "rds", "generate-db-auth-token", "--hostname", host, "--port", "5432", "--username", "jane_doe",
            "--region", "eu-west-1",
        ]
        print("token: one whole process, median of 20 and 5 runs")
        guard let mine = Measurement.process(own, runs: 20) else { return print("  quarterdeck cannot be run") }
        print("  quarterdeck    \(Measurement.text(mine.wall)) ms wall, \(Measurement.text(mine.cpu)) ms CPU")
        guard let theirs = Measurement.process(aws, runs: 5) else { return print("  the AWS CLI is not installed") }
        print("  AWS CLI        \(Measurement.text(theirs.wall)) ms wall, \(Measurement.text(theirs.cpu)) ms CPU")
        print("  quarterdeck is faster by \(Measurement.text(theirs.wall / mine.wall))x")
    }
}
