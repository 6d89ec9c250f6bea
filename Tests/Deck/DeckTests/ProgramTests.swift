import Testing

@testable import Deck

/// Command lines for handing over a cluster.
@Suite struct ProgramTests {
    @Test(arguments: [
        "psql", "mysql", "/usr/bin/mariadb", "psql -U jane", "psql -d harbor", "mysql --table", "psql --no-psqlrc",
    ])
    func `an interactive client needs no pause at its end`(text: String) {
        #expect(ProgramWords(text).isClient)
    }

    @Test(arguments: [
        "psql -c x", "psql -Atc x", "psql --command=x", "psql --com x", "mysql -e x", "mysql -Be x", "psql -f x.sql",
        "psql -l", "psql --version", "pg_dump -s", "psql < x.sql", "psql | less", "mysqldump", "psql; psql", "ls", "",
    ])
    func `the output of any other program must be readable`(text: String) {
        #expect(!ProgramWords(text).isClient)
    }

    @Test(arguments: [
        ("pg_dump -s", "pg_dump"), ("/usr/bin/pg_dump -s | less", "pg_dump"), ("PAGER=cat psql -l", "psql"),
        ("psql -c 'select 1'", "psql"), ("", "sh"), ("X=1", "sh"),
    ])
    func `a program is recognised by its own name behind wrappers`(text: String, name: String) {
        #expect(ProgramWords(text).program == name)
    }
}
