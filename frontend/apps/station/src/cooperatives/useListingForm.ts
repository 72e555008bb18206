import {
  amountFen, type Fen, fenFromApi, fenToApi, formatWeight, formatYuan, type Grams, isOffline, newUuid, type OutboxItem,
} from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { computed, type Ref, ref, watch } from 'vue';

import { useDevice } from '../backend/device';
import { fieldsOf } from '../backend/problems';
import { usePhotos } from '../backend/usePhotos';
import { type Listing, type Lot, type NewListing, type Price, pricesApi } from './api';
import { t } from './messages.zh';
import { availableOf, packagesOf } from './pool';
import { useOffer } from './useOffer';

export const PACKAGES: readonly Grams[] = [1000, 2500, 5000];
const TITLE_MOST = 60;

interface Form {
  /** Under it the photos lie on the device. */
  uid: string;
  policy: string | null;
  package_g: Grams;
  /** Null while the suggestion stands. */
  title: string | null;
  price_fen: Fen | null;
  story: string;
}

export interface FormQuery {
  product: string;
  grade: string;
  lots: readonly string[];
  /** A listing of the outbox that is opened again. */
  mends?: string;
}

interface Found {
  lots: Lot[];
  price: Price | undefined;
}

function suggestedTitle(found: Found | null, { package_g }: Form): string {
  const lot = found?.lots[0];
  if (!lot) return '';
  return t('listing.title', {
    product: lot.product_name, grade: lot.grade_name, package: formatWeight(package_g, '公斤'),
  });
}

/** What was typed before: into this form, or into the listing that waits in the outbox. */
function formOf(kept: Form | null, waiting: OutboxItem | undefined): Form {
  const empty: Form = { uid: newUuid(), policy: 'first_expiring', package_g: 2500, title: null, price_fen: null, story: '' };
  if (!waiting) return { ...empty, ...kept };
  const { policy, package_g, title, price, story } = waiting.body as NewListing;
  return { ...empty, policy, package_g, title, price_fen: fenFromApi(price), story, ...kept, uid: waiting.uid };
}

/** Title and price follow the list and the package until somebody types others. */
function useListingTerms(form: Ref<Form>, found: Ref<Found | null>) {
  const price = computed(() => found.value?.price ?? null);
  const listFen = computed(() =>
    price.value ? amountFen(form.value.package_g, price.value.sell_fen) : null,
  );
  const title = computed({
    get: () => form.value.title ?? suggestedTitle(found.value, form.value),
    set: (words) => {
      form.value.title = words === suggestedTitle(found.value, form.value) ? null : words;
    },
  });
  const priceFen = ref<Fen | null>(form.value.price_fen);
  watch(
    listFen,
    (fen) => {
      if (form.value.price_fen === null) priceFen.value = fen;
    },
    { immediate: true },
  );
  watch(priceFen, (fen) => {
    form.value.price_fen = fen === listFen.value ? null : fen;
  });
  const packageG = computed<Grams | null>({
    get: () => form.value.package_g,
    set: (grams) => {
      if (grams === null) return;
      // A price belongs to its package: another package starts from the list again.
      form.value.price_fen = null;
      form.value.package_g = grams;
    },
  });

  const stock = computed(() =>
    packagesOf(availableOf(found.value?.lots ?? []), form.value.package_g),
  );
  const stockWords = computed(() =>
    t('listing.packages', {
      count: stock.value.count, rest: formatWeight(stock.value.rest, '斤'),
    }),
  );
  const priceNote = computed(() => {
    const list = listFen.value;
    if (list === null || priceFen.value === null || priceFen.value <= list) return '';
    return t('listing.above_list', { price: formatYuan(list) });
  });
  const complaints = computed<Record<string, string>>(() => {
    const found: Record<string, string> = {};
    if (title.value.trim() === '') found.title = t('listing.need_title');
    if (title.value.length > TITLE_MOST) found.title = t('listing.title_long');
    if (!priceFen.value) found.price = t('listing.need_price');
    return found;
  });

  return { price, title, priceFen, packageG, stock, stockWords, priceNote, complaints };
}

/** A new listing from chosen lots: title and price are suggested until somebody types another. */
export function useListingForm(query: FormQuery) {
  const device = useDevice();
  const offer = useOffer();
  const waiting = offer.waiting(query.mends);
  const address = waiting ? `listing/${waiting.uid}` : `listing/${query.product}/${query.grade}`;
  const form = ref<Form>(formOf(device.read<Form>(address), waiting));
  const photos = usePhotos(() => form.value.uid);
  watch(form, (value) => device.keep(address, value), { deep: true });

  const { data, state, problem, reload } = useLoad(
    async (signal): Promise<Found> => {
      const [lots, prices] = await Promise.all([
        offer.unlisted(signal).then(({ rows }) => rows),
        pricesApi.list(signal),
      ]).catch(async (error: unknown) => (isOffline(error) ? offer.kept() : Promise.reject(error)));
      return {
        lots: lots.filter((lot) => query.lots.includes(lot.code)),
        price: prices.find(
          (one) => one.product.uid === query.product && one.grade === query.grade,
        ),
      };
    },
    { isEmpty: ({ lots }) => lots.length === 0 },
  );

  const terms = useListingTerms(form, data);
  const { title, priceFen, complaints } = terms;

  const sending = useAction((key: string, body: NewListing) =>
    waiting ? offer.mend(waiting, body) : offer.put(key, body, form.value.uid),
  );
  const fields = computed(() => ({ ...complaints.value, ...fieldsOf(sending.problem.value) }));

  /** The listing where the server has it, null where it waits in the outbox. */
  async function submit(): Promise<Listing | null | undefined> {
    const fen = priceFen.value;
    if (!fen || Object.keys(complaints.value).length || !data.value) return undefined;
    const listing = await sending.run({
      product: query.product,
      grade: query.grade,
      title: title.value.trim(),
      story: form.value.story.trim(),
      package_g: form.value.package_g,
      price: fenToApi(fen),
      policy: form.value.policy ?? 'first_expiring',
      photos: [],
      lots: data.value.lots.map((lot) => lot.code),
    });
    if (listing !== undefined) device.drop(address);
    return listing;
  }

  return {
    ...terms, photos, data, state, problem, reload, form, fields, submit, busy: sending.busy, sendProblem: sending.problem,
  };
}
