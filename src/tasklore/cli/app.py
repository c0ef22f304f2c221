"""All commands. Their modules import what they need when they run."""

import typer

from . import assistants, documents, exchanging, inspecting, mailing, people, projects, running, tasks

app = typer.Typer(
    name="tasklore",
    help="A self-hosted home for tasks and documents, with an assistant that acts on both.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(running.serve)
app.command()(running.worker)
app.command()(running.migrate)
app.command()(inspecting.settings)
app.command()(inspecting.doctor)
app.add_typer(people.app, name="user")
app.command()(mailing.outbox)
app.command()(tasks.add)
app.command(name="list")(tasks.list_tasks)
app.command()(tasks.show)
app.command()(tasks.done)
app.command()(tasks.undo)
app.command()(assistants.mcp)
app.command(name="import")(exchanging.import_file)
app.command()(exchanging.export)
app.command()(documents.ask)
app.add_typer(documents.app, name="index")
app.add_typer(projects.app, name="project")
app.command()(people.login)
app.command()(people.logout)
