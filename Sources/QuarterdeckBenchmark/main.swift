import Glibc

let names = CommandLine.arguments.dropFirst()
let benchmarks: [(name: String, run: () -> Void)] = [
    ("sign", SigningBenchmark.run),
    ("token", TokenProcessBenchmark.run),
]
for benchmark in benchmarks where names.isEmpty || names.contains(benchmark.name) {
    benchmark.run()
}
