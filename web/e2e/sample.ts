import type { Page } from '@playwright/test'
import { add, call, day } from './story'

interface Named {
  id: string
  name: string
}

interface Titled {
  id: string
  title: string
}

/** A week as somebody might have it: what the pictures in the documentation show. */
export async function fillWeek(page: Page): Promise<{ house: string; trip: string }> {
  const house = await project(page, 'House', '#2f8f5b', ['Soon', 'Ideas', 'Waiting'])
  const trip = await project(page, 'Trip to Lyon', '#3f6fc4', ['Before', 'There'])
  await project(page, 'Reading group', '#7a59c0', [])
  await add(
    page,
    `Renew the passport ${day(-2)} p1 #"Trip to Lyon" /Before`,
    'Call the plumber about the boiler today at 10:30 p1 #House /Soon @phone',
    'Pay the rent today p2 every month #House /Soon @bank',
    'Send Mum the photos today @family',
    'Water the plants today every 3 days #House /Soon',
    'Read chapter four for Thursday today p3 #"Reading group"',
    'Take back the library books tomorrow at 17:00',
    'Book the train tomorrow p2 #"Trip to Lyon" /Before @phone',
    `Reading group at Julien’s ${day(6)} 19:30 #"Reading group"`,
    `Pack the suitcase ${day(11)} #"Trip to Lyon" /Before`,
    `Walk up to Fourvière ${day(13)} #"Trip to Lyon" /There`,
    `Dinner in the old town ${day(13)} 20:00 #"Trip to Lyon" /There @food`,
    'Paint the hallway p3 #House /Ideas',
    'Measure the kitchen for shelves #House /Ideas @errand',
    'Find somebody for the roof #House /Ideas',
    `Quote from the joiner ${day(4)} #House /Waiting`,
    'Answer from the landlord about the fence #House /Waiting',
    `Dentist ${day(3)} 9:15 for 45 min @health`,
    'Renew the insurance every year on 1 december p2 @bank',
    'Learn how the loom works',
  )
  const tasks = await all(page)
  const plumber = tasks.find((one) => one.title.startsWith('Call the plumber'))
  const rent = tasks.find((one) => one.title === 'Pay the rent')
  const shelves = tasks.find((one) => one.title.startsWith('Measure'))
  await call(page, 'PATCH', `/api/v1/tasks/${plumber?.id}`, {
    notes:
      'It has lost pressure twice since **Monday**.\n\n- serial number is on the left side\n- ask whether he can come before 9\n\nLast invoice: [plumber.example](https://plumber.example)',
  })
  for (const title of ['Photograph the pressure gauge', 'Look for the warranty']) {
    await call(page, 'POST', '/api/v1/tasks', { title, parent_id: plumber?.id, project_id: house })
  }
  const photo = (await all(page)).find((one) => one.title === 'Photograph the pressure gauge')
  await call(page, 'POST', `/api/v1/tasks/${photo?.id}/complete`)
  await call(page, 'POST', `/api/v1/tasks/${plumber?.id}/comments`, {
    text: 'He is in our street on Tuesday morning anyway.',
  })
  await call(
    page,
    'PATCH',
    `/api/v1/tasks/${rent?.id}`,
    { title: 'Pay the rent and the heating', priority: 1, labels: ['bank', 'home'] },
    { prefer: 'propose' },
  )
  await call(page, 'PATCH', `/api/v1/tasks/${shelves?.id}`, { due: day(8) })
  await call(page, 'POST', '/api/v1/filters', {
    name: 'Urgent this week',
    query: '(overdue | 7 days) & (p1 | p2)',
  })
  return { house, trip }
}

async function all(page: Page): Promise<Titled[]> {
  return (await call<{ items: Titled[] }>(page, 'GET', '/api/v1/tasks?limit=200')).items
}

async function project(
  page: Page,
  name: string,
  color: string,
  sections: readonly string[],
): Promise<string> {
  const { id } = await call<Named>(page, 'POST', '/api/v1/projects', { name, color })
  for (const section of sections)
    await call(page, 'POST', `/api/v1/projects/${id}/sections`, { name: section })
  return id
}
