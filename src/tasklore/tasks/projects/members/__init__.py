"""Members of projects: who is in, as what, and who has been asked.

    invite (by id or address) ──► invitation ──accept──► member ──► project.member_ids
                                      └──decline, withdraw──► gone

Nobody becomes a member without agreeing, and an invitation looks the same whether or not somebody has that
address: so inviting neither tells who has an account nor fills other people's lists.
"""
