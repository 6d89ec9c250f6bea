import Glibc

let names = Array(CommandLine.arguments.dropFirst())
let benchmarks: [(name: String, run: () -> Void)] = [
    ("sign", SigningBenchmark.run),
    ("token", TokenProcessBenchmark.run),
    ("sql", QueryBenchmark.run),
    ("sessions", SessionBenchmark.run),
    ("deck", DeckBenchmark.run),
    ("results", ResultBenchmark.run),
    ("workspace", WorkspaceBenchmark.run),
]
if !QueryBenchmark.loop(names) {
    for benchmark in benchmarks where names.isEmpty || names.contains(benchmark.name) {
        benchmark.run()
    }
}
