"""All commands. Their modules import what they need when they run."""

import typer

from . import exchanging, inspecting, people, running, tasks

app = typer.Typer(
    name="tasklore",
    help="A self-hosted home for tasks and documents, with an assistant that acts on both.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(rich_help_panel="Run it")(running.serve)
app.command(rich_help_panel="Run it")(running.worker)
app.command(rich_help_panel="Run it")(running.migrate)
app.command(rich_help_panel="Run it")(inspecting.settings)
app.command(rich_help_panel="Run it")(inspecting.doctor)
app.add_typer(people.app, name="user", rich_help_panel="Run it")
app.command(rich_help_panel="Tasks")(tasks.add)
app.command(name="list", rich_help_panel="Tasks")(tasks.list_tasks)
app.command(rich_help_panel="Tasks")(tasks.show)
app.command(rich_help_panel="Tasks")(tasks.done)
app.command(rich_help_panel="Tasks")(tasks.undo)
app.command(name="import", rich_help_panel="Tasks")(exchanging.import_file)
app.command(rich_help_panel="Tasks")(exchanging.export)
app.command(rich_help_panel="Tasks")(people.login)
app.command(rich_help_panel="Tasks")(people.logout)
