//! Calling hafez from Python, with stubs generated from `proto/` by Python's own tools.
//!
//! Needs python3, and the network for the first run. Without them the test is skipped and says so, unless
//! `HAFEZ_REQUIRE_PYTHON` is set.

mod common;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use common::Server;

/// What `example.py` prints.
const EXAMPLE: &str = "\
2 units imported
80 %\tDivers have found no survivors.\tغواصان هیچ بازمانده‌ای پیدا نکردند.
98 %\tThe ferry to Qeshm sails at 9 every morning.\tکشتی قشم هر روز صبح ساعت ۹ حرکت می‌کند.
80 %\tThe harbour reopened on Monday.\tبندر روز یکشنبه بازگشایی شد.
80 %\tDivers found no survivors.\tغواصان هیچ بازمانده‌ای پیدا نکردند.
INVALID_ARGUMENT INVALID_FIELD target_language
";

/// A Python with the packages of `requirements.txt`, and the stubs.
struct Python {
    interpreter: PathBuf,
    stubs: PathBuf,
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python")
}

/// What a command printed, or why it failed.
fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let [printed, log] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    match output.status.success() {
        true => Ok(printed),
        false => Err(format!("{command:?}: {}\n{printed}{log}", output.status)),
    }
}

/// The interpreter of a virtual environment with the required packages. It is made anew when the requirements or the
/// machine's Python have changed.
fn environment(directory: &Path) -> Result<PathBuf, String> {
    let requirements = sources().join("requirements.txt");
    let version = run(Command::new("python3").arg("--version"))?;
    let wanted = version + &fs::read_to_string(&requirements).unwrap();
    let (interpreter, complete) = (directory.join("bin/python"), directory.join("complete"));
    if fs::read_to_string(&complete).is_ok_and(|has| has == wanted) {
        return Ok(interpreter);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(directory))?;
    run(Command::new(&interpreter).args(["-m", "pip", "install", "--quiet", "-r"]).arg(requirements))?;
    fs::write(complete, wanted).unwrap();
    Ok(interpreter)
}

fn generate_stubs(interpreter: &Path, stubs: &Path) {
    let protos = Path::new(env!("CARGO_MANIFEST_DIR")).join("proto");
    let files = fs::read_dir(protos.join("hafez/v1")).unwrap().map(|entry| entry.unwrap().path());
    fs::create_dir_all(stubs).unwrap();
    let mut protoc = Command::new(interpreter);
    protoc.args(["-m", "grpc_tools.protoc", "-I"]).arg(protos).args(files);
    for option in ["--python_out", "--grpc_python_out"] {
        protoc.arg(format!("{option}={}", stubs.display()));
    }
    run(&mut protoc).unwrap();
}

impl Python {
    /// `None`, said loudly, where there is no Python or no way to its packages.
    fn prepare() -> Option<Python> {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
        match environment(&directory.join("venv")) {
            Ok(interpreter) => {
                let stubs = directory.join("stubs");
                generate_stubs(&interpreter, &stubs);
                Some(Python { interpreter, stubs })
            }
            Err(why) if env::var_os("HAFEZ_REQUIRE_PYTHON").is_some() => panic!("{why}"),
            Err(why) => {
                skip(&format!("SKIPPED: calling hafez from Python needs python3 and its packages: {why}"));
                None
            }
        }
    }

    /// Runs one of the programs in `tests/python` against a server; gives what it printed.
    fn run(&self, program: &str, server: &Server) -> String {
        let mut command = Command::new(&self.interpreter);
        command.arg(sources().join(program)).arg(&server.address);
        command.env("PYTHONPATH", &self.stubs).env("PYTHONUTF8", "1").env("PYTHONDONTWRITEBYTECODE", "1");
        run(&mut command).unwrap_or_else(|why| panic!("{why}"))
    }
}

#[test]
fn the_example_of_the_readme_and_all_that_a_python_client_relies_on_work_and_another_tool_reads_exports() {
    let Some(python) = Python::prepare() else { return };
    let directory = TempDir::new().unwrap();
    let server = Server::start_on(directory.path());
    assert_eq!(python.run("example.py", &server), EXAMPLE);
    let checked = python.run("check.py", &server);
    assert_eq!(checked.lines().count(), 9, "{checked}");
    assert_eq!(python.run("exports.py", &server), "TMX and XLIFF are read by translate-toolkit\n");
}

/// Says loudly that a test did nothing; the test runner hides what goes through `eprintln!`.
fn skip(why: &str) {
    use std::io::Write;
    std::io::stderr().write_all(format!("{why}\n").as_bytes()).unwrap();
}
