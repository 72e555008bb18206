import type { Choice } from '../backend/forms';
import { deskApi } from '../backend/desk';
import { stationsApi } from './api';

type Find = (term: string, signal: AbortSignal) => Promise<readonly Choice[]>;

/** Areas in use of the named levels; the township and the code tell namesakes apart. */
export const findAreas = (level: string): Find => async (search, signal) => {
  const page = await stationsApi.areas({ level, search, page_size: '50' }, signal);
  return page.results.map((area) => ({
    value: area.code, label: area.name, note: `${area.parent_name} ${area.code}`,
  }));
};

export const findVillages = findAreas('village,community');
export const findTownships = findAreas('township');
export const findPlaces = findAreas('county,township,village,community');

export const findBranches: Find = async (search, signal) => {
  const page = await stationsApi.branches({ search, page_size: '50' }, signal);
  return page.results.map((branch) => ({
    value: branch.uid, label: branch.name, note: `${branch.township_name} ${branch.area_name}`,
  }));
};

/** Who holds this station's hat: the right is granted first, the posting follows. */
export const findOperators = (station: string): Find => async (person, signal) => {
  const page = await deskApi.assignments({ role: 'SO', scope_ref: station, person }, signal);
  return page.results.filter((hat) => ['in_force', 'coming'].includes(hat.state)).map((hat) => ({
    value: hat.username, label: hat.person_name, note: hat.username,
  }));
};
